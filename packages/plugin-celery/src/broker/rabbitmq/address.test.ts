import { describe, expect, it } from 'vitest';
import { parseRabbitmqUrl } from './address.ts';

describe('the URL of a RabbitMQ', () => {
  it.each([
    ['amqp://', { hostname: 'localhost', port: 5672, username: 'guest', password: 'guest', vhost: '/', tls: false }],
    [
      'amqp://anna:p%40ss@mq.example:5673/jobs',
      { hostname: 'mq.example', port: 5673, username: 'anna', password: 'p@ss', vhost: 'jobs' },
    ],
    ['amqps://mq.example/', { port: 5671, tls: true, vhost: '/' }],
    ['pyamqp://mq.example//', { hostname: 'mq.example', vhost: '/' }],
    ['amqp://mq.example//team', { vhost: '/team' }],
    ['amqp://mq.example/%2Fteam', { vhost: '/team' }],
    ['amqp://[::1]:5672/', { hostname: '::1' }],
  ])('%s is read as Celery reads it', (url, address) => {
    expect(parseRabbitmqUrl(url)).toMatchObject(address);
  });

  it.each(['redis://localhost', 'mq.example:5672', '', 'amqp://anna:secret@[half'])(
    '%s is refused without being repeated',
    (url) => {
      expect(() => parseRabbitmqUrl(url)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
      expect(() => parseRabbitmqUrl(url)).not.toThrow(/secret/);
    },
  );
});
