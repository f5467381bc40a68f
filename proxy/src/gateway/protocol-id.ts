import { hashText } from '@atlasnet/schemas';

/**
 * The protocol id of a world's connect tokens: the same in gateway and proxies, another in each world,
 * so that a token for one is refused by the others before any key is tried.
 */
export function protocolIdOf(world: string): bigint {
  return BigInt(hashText(`atlasnet ${world}`));
}
