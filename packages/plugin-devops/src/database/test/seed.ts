/** What every test database has: a shop, and names that try to be more than names. */
export const seed = `
  CREATE TABLE public.customers (id int PRIMARY KEY, name text NOT NULL, email text);
  CREATE TABLE public.orders (id serial PRIMARY KEY, customer_id int REFERENCES public.customers, total numeric(10,2), note text);
  CREATE INDEX orders_total ON public.orders (total);
  CREATE INDEX orders_total_again ON public.orders (total);
  INSERT INTO public.customers SELECT n, 'Customer ' || n, 'c' || n || '@example.com' FROM generate_series(1, 30) n;
  INSERT INTO public.orders (customer_id, total) SELECT 1 + n % 30, n FROM generate_series(1, 200) n;
  CREATE TABLE public."""; drop table customers; --" (id int);
  CREATE TABLE public."bidi\u202etable" (id int);
  ANALYZE;
`;

/** Roles of the server: one that reads, one that owns and writes. */
export const roles = `
  CREATE ROLE lineclear_reader LOGIN;
  GRANT pg_monitor, pg_read_all_data TO lineclear_reader;
  CREATE ROLE lineclear_writer LOGIN CREATEDB;
  GRANT pg_monitor, pg_signal_backend TO lineclear_writer;
`;
