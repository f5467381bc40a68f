import { hashText } from '@atlasnet/schemas';

/** Changes with everything inside a secured connection that old clients cannot read. */
const VERSION = 1;

/**
 * The protocol id of a world's connect tokens: the same in gateway and proxies, another in each world,
 * so that a token for one is refused by the others before any key is tried.
 */
export function protocolIdOf(world: string): bigint {
  const name = `atlasnet/${VERSION}/${world}`;
  return (BigInt(hashText(name)) << 32n) | BigInt(hashText(`${name}/`));
}
