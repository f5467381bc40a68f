import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import type { Service } from '@atlasnet/schemas';
import type { CartographService } from '@atlasnet/replay';
import type { PlayPage } from '../adapters/pages/page-server.ts';
import { PageServer } from '../adapters/pages/page-server.ts';

export interface CartographPagesOptions {
  readonly cartograph: CartographService;
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** The repository's, or the image's, root. */
  readonly root: string;
  /** The game's own page; null or left out: none. */
  readonly play?: PlayPage | null;
}

/** The live map's page and the service behind it, as one service. */
export class CartographPages implements Service {
  readonly #options: CartographPagesOptions;
  readonly #server: PageServer;

  private constructor(options: CartographPagesOptions, server: PageServer) {
    this.#options = options;
    this.#server = server;
  }

  /** @throws AtlasError ATLAS_PORT_IN_USE; ATLAS_CONFIG_UNREADABLE when the page was not built */
  static async start(options: CartographPagesOptions): Promise<CartographPages> {
    const directory = join(options.root, 'replay/dist/site');
    if (!existsSync(join(directory, 'main.js'))) {
      throw new AtlasError(
        'ATLAS_CONFIG_UNREADABLE',
        `the live page is not built in ${directory}`,
        {
          hint: 'Run `npm run build`.',
        },
      );
    }
    const { cartograph, host, port, token, play = null } = options;
    const server = await PageServer.start({
      ...{ host, port, token, directory, play, key: 'pages.port' },
      connect: (socket) => {
        const connected = cartograph.connect(socket);
        if (!connected) return null;
        return {
          message: (text) => connected.viewer.message(text),
          close: () => connected.close(),
        };
      },
    });
    return new CartographPages(options, server);
  }

  get port(): number {
    return this.#server.port;
  }

  run(): Promise<void> {
    return this.#options.cartograph.run();
  }

  async stop(): Promise<void> {
    await this.#server.close();
    await this.#options.cartograph.stop();
  }
}
