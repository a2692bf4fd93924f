/** Five steps: one root, two branches, a join and an end. */
export const orderTemplate = `name: order_processing
namespace_name: shop
version: 1.0.0
description: From a cart to a parcel
input_schema:
  type: object
  required: [cart]
  properties:
    cart: { type: array, items: { type: string } }
steps:
  - name: validate_cart
    description: Checks the cart
    handler:
      callable: shop.validate_cart
    result_schema:
      type: object
      required: [total, valid]
      properties:
        total: { type: number, description: Sum in euros }
        valid: { type: boolean }
        notes: { type: string }
        lines:
          type: array
          items:
            type: object
            required: [sku]
            properties:
              sku: { type: string }
              quantity: { type: integer }
  - name: charge_card
    handler: { callable: shop.charge_card }
    dependencies: [validate_cart]
    result_schema:
      type: object
      required: [payment_id, total]
      properties:
        payment_id: { type: string }
        total: { type: number }
  - name: reserve_stock
    handler: { callable: shop.reserve_stock }
    dependencies: [validate_cart]
  - name: send_parcel
    handler: { callable: shop.send_parcel }
    depends_on: [charge_card, reserve_stock]
    result_schema:
      type: object
      required: [tracking]
      properties:
        tracking: { type: string }
        weights: { type: array, items: { type: number } }
        label: { type: object }
  - name: send_mail
    handler: { callable: shop.send_mail }
    dependencies: [send_parcel]
    result_schema: { type: object, properties: { sent: { type: boolean } } }
`;

/** Three steps that wait for one another behind a good one. */
export const cyclicTemplate = `name: circle
namespace_name: shop
version: 1.0.0
steps:
  - { name: start, handler: { callable: a } }
  - { name: one, handler: { callable: a }, dependencies: [start, three] }
  - { name: two, handler: { callable: a }, dependencies: [one] }
  - { name: three, handler: { callable: a }, dependencies: [two] }
`;

/** A decision, and batches whose workers are made while the task runs. */
export const batchTemplate = `name: import_products
namespace_name: shop
version: 2.1.0
steps:
  - { name: open_file, handler: { callable: shop.open_file } }
  - { name: choose_way, type: decision, handler: { callable: shop.choose_way }, dependencies: [open_file] }
  - name: split_rows
    type: batchable
    handler: { callable: shop.split_rows }
    dependencies: [choose_way]
    batch_config: { batch_size: 100, worker_template: import_rows }
  - { name: import_rows, type: batch_worker, handler: { callable: shop.import_rows }, dependencies: [split_rows] }
  - { name: report, type: deferred_convergence, handler: { callable: shop.report }, dependencies: [import_rows] }
`;
