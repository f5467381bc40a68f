import type { Entity } from './game-api.ts';

/** Handles of ghosts carry this bit above their slot in the ghost table. */
export const GHOST_BIT = 1 << 30;

export const ghostHandle = (slot: number): Entity => (slot | GHOST_BIT) as Entity;
export const ownHandle = (slot: number): Entity => slot as Entity;
