export * from './gateway-server.ts';
