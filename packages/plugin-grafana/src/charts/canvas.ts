/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels in memory. A pixel (x, y) covers the square from there to (x + 1, y + 1); shapes may lie between pixels and get soft edges. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly #coverage: Uint8Array;
  /** Around everything that is covered, so that a small shape costs little. */
  #covered = nothing;

  constructor({ width, height, background }: { width: number; height: number; background: Colour }) {
    this.width = width;
    this.height = height;
    this.rgb = new Uint8Array(width * height * 3);
    this.#coverage = new Uint8Array(width * height);
    this.rectangle({ x: 0, y: 0, width, height, colour: background });
  }

  /** Paints whole pixels. */
  rectangle({ x, y, width, height, colour }: Point & { width: number; height: number; colour: Colour }): void {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      for (let column = Math.max(0, x); column < Math.min(this.width, x + width); column++) {
        this.rgb.set(colour, (row * this.width + column) * 3);
      }
    }
  }

  /** Lines of one colour, painted as one shape: where they meet or cross they do not get darker. A line of one point is a dot. */
  stroke({
    lines,
    thickness,
    dot = thickness * 2,
    colour,
    shades = softShades,
  }: {
    lines: readonly (readonly Point[])[];
    thickness: number;
    /** Across. */
    dot?: number;
    colour: Colour;
    /** Steps from the colour to what is below at an edge; one makes hard edges, which compress well. */
    shades?: number;
  }): void {
    for (const line of lines) {
      const [first] = line;
      if (first === undefined) continue;
      if (line.length === 1) this.#cover({ from: first, to: first, thickness: dot, shades });
      for (let index = 1; index < line.length; index++) {
        const from = line[index - 1];
        const to = line[index];
        if (from !== undefined && to !== undefined) this.#cover({ from, to, thickness, shades });
      }
    }
    this.#paint({ colour, shades });
  }

  /** Marks how much of every pixel lies within half the thickness of a segment. */
  #cover({ from, to, thickness, shades }: { from: Point; to: Point; thickness: number; shades: number }): void {
    const reach = thickness / 2 + 0.5;
    const deltaX = to.x - from.x;
    const deltaY = to.y - from.y;
    const lengthSquared = deltaX * deltaX + deltaY * deltaY;
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
    const right = Math.min(this.width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
    this.#covered = {
      left: Math.min(left, this.#covered.left),
      right: Math.max(right, this.#covered.right),
      top: Math.min(top, this.#covered.top),
      bottom: Math.max(bottom, this.#covered.bottom),
    };
    const slope = deltaY === 0 ? 0 : deltaX / deltaY;
    const xAt = (y: number): number =>
      from.x + (Math.min(Math.max(y, Math.min(from.y, to.y)), Math.max(from.y, to.y)) - from.y) * slope;
    for (let y = top; y <= bottom; y++) {
      // Of a steep line only the columns that it has in this row.
      const [one, other] = deltaY === 0 ? [from.x, to.x] : [xAt(y - reach), xAt(y + 1 + reach)];
      const end = Math.min(right, Math.ceil(Math.max(one, other) + reach));
      for (let x = Math.max(left, Math.floor(Math.min(one, other) - reach)); x <= end; x++) {
        const offsetX = x + 0.5 - from.x;
        const offsetY = y + 0.5 - from.y;
        const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (offsetX * deltaX + offsetY * deltaY) / lengthSquared));
        const awayX = offsetX - along * deltaX;
        const awayY = offsetY - along * deltaY;
        // Several times faster than Math.hypot, and nothing here is large enough to overflow.
        const distance = Math.sqrt(awayX * awayX + awayY * awayY);
        const covered = Math.round(Math.min(1, Math.max(0, reach - distance)) * shades);
        const index = y * this.width + x;
        if (covered > (this.#coverage[index] ?? 0)) this.#coverage[index] = covered;
      }
    }
  }

  #paint({ colour, shades }: { colour: Colour; shades: number }): void {
    const { left, right, top, bottom } = this.#covered;
    this.#covered = nothing;
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const index = y * this.width + x;
        const covered = this.#coverage[index] ?? 0;
        if (covered === 0) continue;
        this.#coverage[index] = 0;
        for (let channel = 0; channel < 3; channel++) {
          const below = this.rgb[index * 3 + channel] ?? 0;
          this.rgb[index * 3 + channel] = Math.round(below + (((colour[channel] ?? 0) - below) * covered) / shades);
        }
      }
    }
  }
}

const nothing = { left: Number.POSITIVE_INFINITY, right: -1, top: Number.POSITIVE_INFINITY, bottom: -1 };

/** Few enough that pictures compress well, enough that edges look smooth. */
export const softShades = 15;
