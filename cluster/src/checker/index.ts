export * from './conserved-quantity.ts';
export * from './entity-ledger.ts';
export * from './invariant-check.ts';
export * from './one-owner.ts';
export * from './rebuilt-hash.ts';
export * from './tiling-check.ts';
export * from './transfers.ts';
export * from './world-checker.ts';
