export type Colour = readonly [number, number, number];

/** Calm, told apart on a dark ground; one per owner, in the order in which owners are first seen. */
const PALETTE: readonly Colour[] = [
  [108, 182, 217],
  [229, 181, 103],
  [143, 201, 139],
  [201, 143, 196],
  [224, 138, 114],
  [122, 148, 232],
  [196, 205, 112],
  [112, 205, 190],
  [217, 156, 170],
  [167, 139, 232],
];
const NOBODY: Colour = [90, 100, 112];

const known = new Map<string, Colour>();

/** The colour of a region's owner. */
export function colourOf(owner: string | null): Colour {
  if (owner === null) return NOBODY;
  let colour = known.get(owner);
  if (!colour) {
    colour = PALETTE[known.size % PALETTE.length];
    known.set(owner, colour);
  }
  return colour;
}

export const cssOf = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`;
