import { hashText } from '@atlasnet/schemas';

/** netcode's protocol id: clients of another world are refused before anything else is read. */
export function protocolIdOf(world: string): bigint {
  return BigInt(hashText(`atlasnet ${world}`));
}
