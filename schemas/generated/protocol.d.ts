import * as $protobuf from "protobufjs/minimal.js";

/** Namespace atlasnet. */
export namespace atlasnet {

    /** Namespace client. */
    namespace client {

        /**
         * Properties of a ClientMessage.
         * @deprecated Use atlasnet.client.ClientMessage.$Properties instead.
         */
        interface IClientMessage extends atlasnet.client.ClientMessage.$Properties {
        }

        /** Represents a ClientMessage. */
        class ClientMessage {

            /**
             * Constructs a new ClientMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.ClientMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ClientMessage join. */
            join?: (atlasnet.client.Join.$Properties|null);

            /** ClientMessage command. */
            command?: (atlasnet.client.Command.$Properties|null);

            /** ClientMessage leave. */
            leave?: (atlasnet.client.Leave.$Properties|null);

            /** ClientMessage clockProbe. */
            clockProbe?: (atlasnet.client.ClockProbe.$Properties|null);

            /** ClientMessage viewReset. */
            viewReset?: (atlasnet.client.ViewReset.$Properties|null);

            /** ClientMessage watch. */
            watch?: (atlasnet.client.Watch.$Properties|null);

            /** ClientMessage body. */
            body?: ("join"|"command"|"leave"|"clockProbe"|"viewReset"|"watch");

            /**
             * Creates a new ClientMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ClientMessage instance
             */
            static create(properties: atlasnet.client.ClientMessage.$Shape): atlasnet.client.ClientMessage & atlasnet.client.ClientMessage.$Shape;
            static create(properties?: atlasnet.client.ClientMessage.$Properties): atlasnet.client.ClientMessage;

            /**
             * Encodes the specified ClientMessage message. Does not implicitly {@link atlasnet.client.ClientMessage.verify|verify} messages.
             * @param message ClientMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.ClientMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ClientMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.ClientMessage & atlasnet.client.ClientMessage.$Shape} ClientMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.ClientMessage & atlasnet.client.ClientMessage.$Shape;
        }

        namespace ClientMessage {

            /** Properties of a ClientMessage. */
            interface $Properties {

                /** ClientMessage join */
                join?: (atlasnet.client.Join.$Properties|null);

                /** ClientMessage command */
                command?: (atlasnet.client.Command.$Properties|null);

                /** ClientMessage leave */
                leave?: (atlasnet.client.Leave.$Properties|null);

                /** ClientMessage clockProbe */
                clockProbe?: (atlasnet.client.ClockProbe.$Properties|null);

                /** ClientMessage viewReset */
                viewReset?: (atlasnet.client.ViewReset.$Properties|null);

                /** ClientMessage watch */
                watch?: (atlasnet.client.Watch.$Properties|null);

                /** ClientMessage body */
                body?: ("join"|"command"|"leave"|"clockProbe"|"viewReset"|"watch");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ClientMessage. */
            type $Shape = {
              join?: atlasnet.client.Join.$Shape|null;
              command?: atlasnet.client.Command.$Shape|null;
              leave?: atlasnet.client.Leave.$Shape|null;
              clockProbe?: atlasnet.client.ClockProbe.$Shape|null;
              viewReset?: atlasnet.client.ViewReset.$Shape|null;
              watch?: atlasnet.client.Watch.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; join?: null; command?: null; leave?: null; clockProbe?: null; viewReset?: null; watch?: null }|{ body?: "join"; join: atlasnet.client.Join.$Shape; command?: null; leave?: null; clockProbe?: null; viewReset?: null; watch?: null }|{ body?: "command"; join?: null; command: atlasnet.client.Command.$Shape; leave?: null; clockProbe?: null; viewReset?: null; watch?: null }|{ body?: "leave"; join?: null; command?: null; leave: atlasnet.client.Leave.$Shape; clockProbe?: null; viewReset?: null; watch?: null }|{ body?: "clockProbe"; join?: null; command?: null; leave?: null; clockProbe: atlasnet.client.ClockProbe.$Shape; viewReset?: null; watch?: null }|{ body?: "viewReset"; join?: null; command?: null; leave?: null; clockProbe?: null; viewReset: atlasnet.client.ViewReset.$Shape; watch?: null }|{ body?: "watch"; join?: null; command?: null; leave?: null; clockProbe?: null; viewReset?: null; watch: atlasnet.client.Watch.$Shape })
            );
        }

        /**
         * Properties of a Join.
         * @deprecated Use atlasnet.client.Join.$Properties instead.
         */
        interface IJoin extends atlasnet.client.Join.$Properties {
        }

        /** Represents a Join. */
        class Join {

            /**
             * Constructs a new Join.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Join.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Join protocol. */
            protocol: number;

            /** Join worldSchemaHash. */
            worldSchemaHash: number;

            /** Join payload. */
            payload: Uint8Array;

            /** Join viewRadiusM. */
            viewRadiusM: number;

            /** Join resume. */
            resume?: (atlasnet.client.Resume.$Properties|null);

            /**
             * Creates a new Join instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Join instance
             */
            static create(properties: atlasnet.client.Join.$Shape): atlasnet.client.Join & atlasnet.client.Join.$Shape;
            static create(properties?: atlasnet.client.Join.$Properties): atlasnet.client.Join;

            /**
             * Encodes the specified Join message. Does not implicitly {@link atlasnet.client.Join.verify|verify} messages.
             * @param message Join message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Join.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Join message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Join & atlasnet.client.Join.$Shape} Join
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Join & atlasnet.client.Join.$Shape;
        }

        namespace Join {

            /** Properties of a Join. */
            interface $Properties {

                /** Join protocol */
                protocol?: (number|null);

                /** Join worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Join payload */
                payload?: (Uint8Array|null);

                /** Join viewRadiusM */
                viewRadiusM?: (number|null);

                /** Join resume */
                resume?: (atlasnet.client.Resume.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Join. */
            type $Shape = atlasnet.client.Join.$Properties;
        }

        /**
         * Properties of a Resume.
         * @deprecated Use atlasnet.client.Resume.$Properties instead.
         */
        interface IResume extends atlasnet.client.Resume.$Properties {
        }

        /** Represents a Resume. */
        class Resume {

            /**
             * Constructs a new Resume.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Resume.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Resume tick. */
            tick: number;

            /** Resume avatar. */
            avatar: number;

            /** Resume position. */
            position: number[];

            /**
             * Creates a new Resume instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Resume instance
             */
            static create(properties: atlasnet.client.Resume.$Shape): atlasnet.client.Resume & atlasnet.client.Resume.$Shape;
            static create(properties?: atlasnet.client.Resume.$Properties): atlasnet.client.Resume;

            /**
             * Encodes the specified Resume message. Does not implicitly {@link atlasnet.client.Resume.verify|verify} messages.
             * @param message Resume message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Resume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Resume message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Resume & atlasnet.client.Resume.$Shape} Resume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Resume & atlasnet.client.Resume.$Shape;
        }

        namespace Resume {

            /** Properties of a Resume. */
            interface $Properties {

                /** Resume tick */
                tick?: (number|null);

                /** Resume avatar */
                avatar?: (number|null);

                /** Resume position */
                position?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Resume. */
            type $Shape = atlasnet.client.Resume.$Properties;
        }

        /**
         * Properties of a Command.
         * @deprecated Use atlasnet.client.Command.$Properties instead.
         */
        interface ICommand extends atlasnet.client.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command number. */
            number: number;

            /** Command kind. */
            kind: number;

            /** Command payload. */
            payload: Uint8Array;

            /**
             * Creates a new Command instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Command instance
             */
            static create(properties: atlasnet.client.Command.$Shape): atlasnet.client.Command & atlasnet.client.Command.$Shape;
            static create(properties?: atlasnet.client.Command.$Properties): atlasnet.client.Command;

            /**
             * Encodes the specified Command message. Does not implicitly {@link atlasnet.client.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Command & atlasnet.client.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Command & atlasnet.client.Command.$Shape;
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command number */
                number?: (number|null);

                /** Command kind */
                kind?: (number|null);

                /** Command payload */
                payload?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Command. */
            type $Shape = atlasnet.client.Command.$Properties;
        }

        /**
         * Properties of a Leave.
         * @deprecated Use atlasnet.client.Leave.$Properties instead.
         */
        interface ILeave extends atlasnet.client.Leave.$Properties {
        }

        /** Represents a Leave. */
        class Leave {

            /**
             * Constructs a new Leave.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Leave.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Leave instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Leave instance
             */
            static create(properties: atlasnet.client.Leave.$Shape): atlasnet.client.Leave & atlasnet.client.Leave.$Shape;
            static create(properties?: atlasnet.client.Leave.$Properties): atlasnet.client.Leave;

            /**
             * Encodes the specified Leave message. Does not implicitly {@link atlasnet.client.Leave.verify|verify} messages.
             * @param message Leave message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Leave.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Leave message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Leave & atlasnet.client.Leave.$Shape} Leave
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Leave & atlasnet.client.Leave.$Shape;
        }

        namespace Leave {

            /** Properties of a Leave. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Leave. */
            type $Shape = atlasnet.client.Leave.$Properties;
        }

        /**
         * Properties of a Watch.
         * @deprecated Use atlasnet.client.Watch.$Properties instead.
         */
        interface IWatch extends atlasnet.client.Watch.$Properties {
        }

        /** Represents a Watch. */
        class Watch {

            /**
             * Constructs a new Watch.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Watch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Watch entity. */
            entity: number;

            /** Watch position. */
            position: number[];

            /**
             * Creates a new Watch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Watch instance
             */
            static create(properties: atlasnet.client.Watch.$Shape): atlasnet.client.Watch & atlasnet.client.Watch.$Shape;
            static create(properties?: atlasnet.client.Watch.$Properties): atlasnet.client.Watch;

            /**
             * Encodes the specified Watch message. Does not implicitly {@link atlasnet.client.Watch.verify|verify} messages.
             * @param message Watch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Watch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Watch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Watch & atlasnet.client.Watch.$Shape} Watch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Watch & atlasnet.client.Watch.$Shape;
        }

        namespace Watch {

            /** Properties of a Watch. */
            interface $Properties {

                /** Watch entity */
                entity?: (number|null);

                /** Watch position */
                position?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Watch. */
            type $Shape = atlasnet.client.Watch.$Properties;
        }

        /**
         * Properties of a ViewReset.
         * @deprecated Use atlasnet.client.ViewReset.$Properties instead.
         */
        interface IViewReset extends atlasnet.client.ViewReset.$Properties {
        }

        /** Represents a ViewReset. */
        class ViewReset {

            /**
             * Constructs a new ViewReset.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.ViewReset.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ViewReset tick. */
            tick: number;

            /**
             * Creates a new ViewReset instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ViewReset instance
             */
            static create(properties: atlasnet.client.ViewReset.$Shape): atlasnet.client.ViewReset & atlasnet.client.ViewReset.$Shape;
            static create(properties?: atlasnet.client.ViewReset.$Properties): atlasnet.client.ViewReset;

            /**
             * Encodes the specified ViewReset message. Does not implicitly {@link atlasnet.client.ViewReset.verify|verify} messages.
             * @param message ViewReset message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.ViewReset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ViewReset message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.ViewReset & atlasnet.client.ViewReset.$Shape} ViewReset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.ViewReset & atlasnet.client.ViewReset.$Shape;
        }

        namespace ViewReset {

            /** Properties of a ViewReset. */
            interface $Properties {

                /** ViewReset tick */
                tick?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ViewReset. */
            type $Shape = atlasnet.client.ViewReset.$Properties;
        }

        /**
         * Properties of a ClockProbe.
         * @deprecated Use atlasnet.client.ClockProbe.$Properties instead.
         */
        interface IClockProbe extends atlasnet.client.ClockProbe.$Properties {
        }

        /** Represents a ClockProbe. */
        class ClockProbe {

            /**
             * Constructs a new ClockProbe.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.ClockProbe.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ClockProbe clientMs. */
            clientMs: number;

            /**
             * Creates a new ClockProbe instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ClockProbe instance
             */
            static create(properties: atlasnet.client.ClockProbe.$Shape): atlasnet.client.ClockProbe & atlasnet.client.ClockProbe.$Shape;
            static create(properties?: atlasnet.client.ClockProbe.$Properties): atlasnet.client.ClockProbe;

            /**
             * Encodes the specified ClockProbe message. Does not implicitly {@link atlasnet.client.ClockProbe.verify|verify} messages.
             * @param message ClockProbe message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.ClockProbe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ClockProbe message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.ClockProbe & atlasnet.client.ClockProbe.$Shape} ClockProbe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.ClockProbe & atlasnet.client.ClockProbe.$Shape;
        }

        namespace ClockProbe {

            /** Properties of a ClockProbe. */
            interface $Properties {

                /** ClockProbe clientMs */
                clientMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ClockProbe. */
            type $Shape = atlasnet.client.ClockProbe.$Properties;
        }

        /**
         * Properties of a ServerMessage.
         * @deprecated Use atlasnet.client.ServerMessage.$Properties instead.
         */
        interface IServerMessage extends atlasnet.client.ServerMessage.$Properties {
        }

        /** Represents a ServerMessage. */
        class ServerMessage {

            /**
             * Constructs a new ServerMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.ServerMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServerMessage welcome. */
            welcome?: (atlasnet.client.Welcome.$Properties|null);

            /** ServerMessage acknowledged. */
            acknowledged?: (atlasnet.client.CommandAcknowledged.$Properties|null);

            /** ServerMessage goodbye. */
            goodbye?: (atlasnet.client.Goodbye.$Properties|null);

            /** ServerMessage clockAnswer. */
            clockAnswer?: (atlasnet.client.ClockAnswer.$Properties|null);

            /** ServerMessage avatar. */
            avatar?: (atlasnet.client.AvatarAssigned.$Properties|null);

            /** ServerMessage ticket. */
            ticket?: (atlasnet.client.ResumeTicket.$Properties|null);

            /** ServerMessage body. */
            body?: ("welcome"|"acknowledged"|"goodbye"|"clockAnswer"|"avatar"|"ticket");

            /**
             * Creates a new ServerMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServerMessage instance
             */
            static create(properties: atlasnet.client.ServerMessage.$Shape): atlasnet.client.ServerMessage & atlasnet.client.ServerMessage.$Shape;
            static create(properties?: atlasnet.client.ServerMessage.$Properties): atlasnet.client.ServerMessage;

            /**
             * Encodes the specified ServerMessage message. Does not implicitly {@link atlasnet.client.ServerMessage.verify|verify} messages.
             * @param message ServerMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.ServerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServerMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.ServerMessage & atlasnet.client.ServerMessage.$Shape} ServerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.ServerMessage & atlasnet.client.ServerMessage.$Shape;
        }

        namespace ServerMessage {

            /** Properties of a ServerMessage. */
            interface $Properties {

                /** ServerMessage welcome */
                welcome?: (atlasnet.client.Welcome.$Properties|null);

                /** ServerMessage acknowledged */
                acknowledged?: (atlasnet.client.CommandAcknowledged.$Properties|null);

                /** ServerMessage goodbye */
                goodbye?: (atlasnet.client.Goodbye.$Properties|null);

                /** ServerMessage clockAnswer */
                clockAnswer?: (atlasnet.client.ClockAnswer.$Properties|null);

                /** ServerMessage avatar */
                avatar?: (atlasnet.client.AvatarAssigned.$Properties|null);

                /** ServerMessage ticket */
                ticket?: (atlasnet.client.ResumeTicket.$Properties|null);

                /** ServerMessage body */
                body?: ("welcome"|"acknowledged"|"goodbye"|"clockAnswer"|"avatar"|"ticket");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ServerMessage. */
            type $Shape = {
              welcome?: atlasnet.client.Welcome.$Shape|null;
              acknowledged?: atlasnet.client.CommandAcknowledged.$Shape|null;
              goodbye?: atlasnet.client.Goodbye.$Shape|null;
              clockAnswer?: atlasnet.client.ClockAnswer.$Shape|null;
              avatar?: atlasnet.client.AvatarAssigned.$Shape|null;
              ticket?: atlasnet.client.ResumeTicket.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; welcome?: null; acknowledged?: null; goodbye?: null; clockAnswer?: null; avatar?: null; ticket?: null }|{ body?: "welcome"; welcome: atlasnet.client.Welcome.$Shape; acknowledged?: null; goodbye?: null; clockAnswer?: null; avatar?: null; ticket?: null }|{ body?: "acknowledged"; welcome?: null; acknowledged: atlasnet.client.CommandAcknowledged.$Shape; goodbye?: null; clockAnswer?: null; avatar?: null; ticket?: null }|{ body?: "goodbye"; welcome?: null; acknowledged?: null; goodbye: atlasnet.client.Goodbye.$Shape; clockAnswer?: null; avatar?: null; ticket?: null }|{ body?: "clockAnswer"; welcome?: null; acknowledged?: null; goodbye?: null; clockAnswer: atlasnet.client.ClockAnswer.$Shape; avatar?: null; ticket?: null }|{ body?: "avatar"; welcome?: null; acknowledged?: null; goodbye?: null; clockAnswer?: null; avatar: atlasnet.client.AvatarAssigned.$Shape; ticket?: null }|{ body?: "ticket"; welcome?: null; acknowledged?: null; goodbye?: null; clockAnswer?: null; avatar?: null; ticket: atlasnet.client.ResumeTicket.$Shape })
            );
        }

        /**
         * Properties of a Welcome.
         * @deprecated Use atlasnet.client.Welcome.$Properties instead.
         */
        interface IWelcome extends atlasnet.client.Welcome.$Properties {
        }

        /** Represents a Welcome. */
        class Welcome {

            /**
             * Constructs a new Welcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Welcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Welcome protocol. */
            protocol: number;

            /** Welcome world. */
            world: string;

            /** Welcome worldSchema. */
            worldSchema: Uint8Array;

            /** Welcome tickHz. */
            tickHz: number;

            /** Welcome session. */
            session: number;

            /** Welcome viewRadiusM. */
            viewRadiusM: number;

            /**
             * Creates a new Welcome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Welcome instance
             */
            static create(properties: atlasnet.client.Welcome.$Shape): atlasnet.client.Welcome & atlasnet.client.Welcome.$Shape;
            static create(properties?: atlasnet.client.Welcome.$Properties): atlasnet.client.Welcome;

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link atlasnet.client.Welcome.verify|verify} messages.
             * @param message Welcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Welcome & atlasnet.client.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Welcome & atlasnet.client.Welcome.$Shape;
        }

        namespace Welcome {

            /** Properties of a Welcome. */
            interface $Properties {

                /** Welcome protocol */
                protocol?: (number|null);

                /** Welcome world */
                world?: (string|null);

                /** Welcome worldSchema */
                worldSchema?: (Uint8Array|null);

                /** Welcome tickHz */
                tickHz?: (number|null);

                /** Welcome session */
                session?: (number|null);

                /** Welcome viewRadiusM */
                viewRadiusM?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Welcome. */
            type $Shape = atlasnet.client.Welcome.$Properties;
        }

        /**
         * Properties of an AvatarAssigned.
         * @deprecated Use atlasnet.client.AvatarAssigned.$Properties instead.
         */
        interface IAvatarAssigned extends atlasnet.client.AvatarAssigned.$Properties {
        }

        /** Represents an AvatarAssigned. */
        class AvatarAssigned {

            /**
             * Constructs a new AvatarAssigned.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.AvatarAssigned.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AvatarAssigned entity. */
            entity: number;

            /**
             * Creates a new AvatarAssigned instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AvatarAssigned instance
             */
            static create(properties: atlasnet.client.AvatarAssigned.$Shape): atlasnet.client.AvatarAssigned & atlasnet.client.AvatarAssigned.$Shape;
            static create(properties?: atlasnet.client.AvatarAssigned.$Properties): atlasnet.client.AvatarAssigned;

            /**
             * Encodes the specified AvatarAssigned message. Does not implicitly {@link atlasnet.client.AvatarAssigned.verify|verify} messages.
             * @param message AvatarAssigned message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.AvatarAssigned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AvatarAssigned message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.AvatarAssigned & atlasnet.client.AvatarAssigned.$Shape} AvatarAssigned
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.AvatarAssigned & atlasnet.client.AvatarAssigned.$Shape;
        }

        namespace AvatarAssigned {

            /** Properties of an AvatarAssigned. */
            interface $Properties {

                /** AvatarAssigned entity */
                entity?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AvatarAssigned. */
            type $Shape = atlasnet.client.AvatarAssigned.$Properties;
        }

        /**
         * Properties of a CommandAcknowledged.
         * @deprecated Use atlasnet.client.CommandAcknowledged.$Properties instead.
         */
        interface ICommandAcknowledged extends atlasnet.client.CommandAcknowledged.$Properties {
        }

        /** Represents a CommandAcknowledged. */
        class CommandAcknowledged {

            /**
             * Constructs a new CommandAcknowledged.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.CommandAcknowledged.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandAcknowledged number. */
            number: number;

            /** CommandAcknowledged outcomes. */
            outcomes: atlasnet.client.CommandOutcome.$Properties[];

            /** CommandAcknowledged untold. */
            untold: number;

            /**
             * Creates a new CommandAcknowledged instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandAcknowledged instance
             */
            static create(properties: atlasnet.client.CommandAcknowledged.$Shape): atlasnet.client.CommandAcknowledged & atlasnet.client.CommandAcknowledged.$Shape;
            static create(properties?: atlasnet.client.CommandAcknowledged.$Properties): atlasnet.client.CommandAcknowledged;

            /**
             * Encodes the specified CommandAcknowledged message. Does not implicitly {@link atlasnet.client.CommandAcknowledged.verify|verify} messages.
             * @param message CommandAcknowledged message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.CommandAcknowledged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandAcknowledged message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.CommandAcknowledged & atlasnet.client.CommandAcknowledged.$Shape} CommandAcknowledged
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.CommandAcknowledged & atlasnet.client.CommandAcknowledged.$Shape;
        }

        namespace CommandAcknowledged {

            /** Properties of a CommandAcknowledged. */
            interface $Properties {

                /** CommandAcknowledged number */
                number?: (number|null);

                /** CommandAcknowledged outcomes */
                outcomes?: (atlasnet.client.CommandOutcome.$Properties[]|null);

                /** CommandAcknowledged untold */
                untold?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandAcknowledged. */
            type $Shape = atlasnet.client.CommandAcknowledged.$Properties;
        }

        /**
         * Properties of a CommandOutcome.
         * @deprecated Use atlasnet.client.CommandOutcome.$Properties instead.
         */
        interface ICommandOutcome extends atlasnet.client.CommandOutcome.$Properties {
        }

        /** Represents a CommandOutcome. */
        class CommandOutcome {

            /**
             * Constructs a new CommandOutcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.CommandOutcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandOutcome number. */
            number: number;

            /** CommandOutcome result. */
            result: number;

            /** CommandOutcome text. */
            text: string;

            /**
             * Creates a new CommandOutcome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandOutcome instance
             */
            static create(properties: atlasnet.client.CommandOutcome.$Shape): atlasnet.client.CommandOutcome & atlasnet.client.CommandOutcome.$Shape;
            static create(properties?: atlasnet.client.CommandOutcome.$Properties): atlasnet.client.CommandOutcome;

            /**
             * Encodes the specified CommandOutcome message. Does not implicitly {@link atlasnet.client.CommandOutcome.verify|verify} messages.
             * @param message CommandOutcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.CommandOutcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandOutcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.CommandOutcome & atlasnet.client.CommandOutcome.$Shape} CommandOutcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.CommandOutcome & atlasnet.client.CommandOutcome.$Shape;
        }

        namespace CommandOutcome {

            /** Properties of a CommandOutcome. */
            interface $Properties {

                /** CommandOutcome number */
                number?: (number|null);

                /** CommandOutcome result */
                result?: (number|null);

                /** CommandOutcome text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandOutcome. */
            type $Shape = atlasnet.client.CommandOutcome.$Properties;
        }

        /**
         * Properties of a Goodbye.
         * @deprecated Use atlasnet.client.Goodbye.$Properties instead.
         */
        interface IGoodbye extends atlasnet.client.Goodbye.$Properties {
        }

        /** Represents a Goodbye. */
        class Goodbye {

            /**
             * Constructs a new Goodbye.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.Goodbye.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Goodbye code. */
            code: string;

            /** Goodbye text. */
            text: string;

            /**
             * Creates a new Goodbye instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Goodbye instance
             */
            static create(properties: atlasnet.client.Goodbye.$Shape): atlasnet.client.Goodbye & atlasnet.client.Goodbye.$Shape;
            static create(properties?: atlasnet.client.Goodbye.$Properties): atlasnet.client.Goodbye;

            /**
             * Encodes the specified Goodbye message. Does not implicitly {@link atlasnet.client.Goodbye.verify|verify} messages.
             * @param message Goodbye message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.Goodbye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Goodbye message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.Goodbye & atlasnet.client.Goodbye.$Shape} Goodbye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.Goodbye & atlasnet.client.Goodbye.$Shape;
        }

        namespace Goodbye {

            /** Properties of a Goodbye. */
            interface $Properties {

                /** Goodbye code */
                code?: (string|null);

                /** Goodbye text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Goodbye. */
            type $Shape = atlasnet.client.Goodbye.$Properties;
        }

        /**
         * Properties of a ClockAnswer.
         * @deprecated Use atlasnet.client.ClockAnswer.$Properties instead.
         */
        interface IClockAnswer extends atlasnet.client.ClockAnswer.$Properties {
        }

        /** Represents a ClockAnswer. */
        class ClockAnswer {

            /**
             * Constructs a new ClockAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.ClockAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ClockAnswer clientMs. */
            clientMs: number;

            /** ClockAnswer worldMs. */
            worldMs: number;

            /**
             * Creates a new ClockAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ClockAnswer instance
             */
            static create(properties: atlasnet.client.ClockAnswer.$Shape): atlasnet.client.ClockAnswer & atlasnet.client.ClockAnswer.$Shape;
            static create(properties?: atlasnet.client.ClockAnswer.$Properties): atlasnet.client.ClockAnswer;

            /**
             * Encodes the specified ClockAnswer message. Does not implicitly {@link atlasnet.client.ClockAnswer.verify|verify} messages.
             * @param message ClockAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.ClockAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ClockAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.ClockAnswer & atlasnet.client.ClockAnswer.$Shape} ClockAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.ClockAnswer & atlasnet.client.ClockAnswer.$Shape;
        }

        namespace ClockAnswer {

            /** Properties of a ClockAnswer. */
            interface $Properties {

                /** ClockAnswer clientMs */
                clientMs?: (number|null);

                /** ClockAnswer worldMs */
                worldMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ClockAnswer. */
            type $Shape = atlasnet.client.ClockAnswer.$Properties;
        }

        /**
         * Properties of a ResumeTicket.
         * @deprecated Use atlasnet.client.ResumeTicket.$Properties instead.
         */
        interface IResumeTicket extends atlasnet.client.ResumeTicket.$Properties {
        }

        /** Represents a ResumeTicket. */
        class ResumeTicket {

            /**
             * Constructs a new ResumeTicket.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.client.ResumeTicket.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResumeTicket ticket. */
            ticket: Uint8Array;

            /** ResumeTicket expiresMs. */
            expiresMs: number;

            /** ResumeTicket move. */
            move: boolean;

            /** ResumeTicket websockets. */
            websockets: string[];

            /**
             * Creates a new ResumeTicket instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ResumeTicket instance
             */
            static create(properties: atlasnet.client.ResumeTicket.$Shape): atlasnet.client.ResumeTicket & atlasnet.client.ResumeTicket.$Shape;
            static create(properties?: atlasnet.client.ResumeTicket.$Properties): atlasnet.client.ResumeTicket;

            /**
             * Encodes the specified ResumeTicket message. Does not implicitly {@link atlasnet.client.ResumeTicket.verify|verify} messages.
             * @param message ResumeTicket message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.client.ResumeTicket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResumeTicket message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.client.ResumeTicket & atlasnet.client.ResumeTicket.$Shape} ResumeTicket
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.client.ResumeTicket & atlasnet.client.ResumeTicket.$Shape;
        }

        namespace ResumeTicket {

            /** Properties of a ResumeTicket. */
            interface $Properties {

                /** ResumeTicket ticket */
                ticket?: (Uint8Array|null);

                /** ResumeTicket expiresMs */
                expiresMs?: (number|null);

                /** ResumeTicket move */
                move?: (boolean|null);

                /** ResumeTicket websockets */
                websockets?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResumeTicket. */
            type $Shape = atlasnet.client.ResumeTicket.$Properties;
        }
    }

    /** Namespace interlink. */
    namespace interlink {

        /**
         * Properties of a LinkMessage.
         * @deprecated Use atlasnet.interlink.LinkMessage.$Properties instead.
         */
        interface ILinkMessage extends atlasnet.interlink.LinkMessage.$Properties {
        }

        /** Represents a LinkMessage. */
        class LinkMessage {

            /**
             * Constructs a new LinkMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.LinkMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LinkMessage subscribe. */
            subscribe?: (atlasnet.interlink.Subscribe.$Properties|null);

            /** LinkMessage unsubscribe. */
            unsubscribe?: (atlasnet.interlink.Unsubscribe.$Properties|null);

            /** LinkMessage subscriptionStart. */
            subscriptionStart?: (atlasnet.interlink.SubscriptionStart.$Properties|null);

            /** LinkMessage slice. */
            slice?: (atlasnet.interlink.FrameSlice.$Properties|null);

            /** LinkMessage delivery. */
            delivery?: (atlasnet.interlink.RegionDelivery.$Properties|null);

            /** LinkMessage attach. */
            attach?: (atlasnet.interlink.SessionAttach.$Properties|null);

            /** LinkMessage command. */
            command?: (atlasnet.interlink.SessionCommand.$Properties|null);

            /** LinkMessage detach. */
            detach?: (atlasnet.interlink.SessionDetach.$Properties|null);

            /** LinkMessage notOwner. */
            notOwner?: (atlasnet.interlink.NotOwner.$Properties|null);

            /** LinkMessage ping. */
            ping?: (atlasnet.interlink.Ping.$Properties|null);

            /** LinkMessage pong. */
            pong?: (atlasnet.interlink.Pong.$Properties|null);

            /** LinkMessage moved. */
            moved?: (atlasnet.interlink.SessionMoved.$Properties|null);

            /** LinkMessage announcement. */
            announcement?: (atlasnet.interlink.Announcement.$Properties|null);

            /** LinkMessage inputs. */
            inputs?: (atlasnet.interlink.SessionInputs.$Properties|null);

            /** LinkMessage body. */
            body?: ("subscribe"|"unsubscribe"|"subscriptionStart"|"slice"|"delivery"|"attach"|"command"|"detach"|"notOwner"|"ping"|"pong"|"moved"|"announcement"|"inputs");

            /**
             * Creates a new LinkMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LinkMessage instance
             */
            static create(properties: atlasnet.interlink.LinkMessage.$Shape): atlasnet.interlink.LinkMessage & atlasnet.interlink.LinkMessage.$Shape;
            static create(properties?: atlasnet.interlink.LinkMessage.$Properties): atlasnet.interlink.LinkMessage;

            /**
             * Encodes the specified LinkMessage message. Does not implicitly {@link atlasnet.interlink.LinkMessage.verify|verify} messages.
             * @param message LinkMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.LinkMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LinkMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.LinkMessage & atlasnet.interlink.LinkMessage.$Shape} LinkMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.LinkMessage & atlasnet.interlink.LinkMessage.$Shape;
        }

        namespace LinkMessage {

            /** Properties of a LinkMessage. */
            interface $Properties {

                /** LinkMessage subscribe */
                subscribe?: (atlasnet.interlink.Subscribe.$Properties|null);

                /** LinkMessage unsubscribe */
                unsubscribe?: (atlasnet.interlink.Unsubscribe.$Properties|null);

                /** LinkMessage subscriptionStart */
                subscriptionStart?: (atlasnet.interlink.SubscriptionStart.$Properties|null);

                /** LinkMessage slice */
                slice?: (atlasnet.interlink.FrameSlice.$Properties|null);

                /** LinkMessage delivery */
                delivery?: (atlasnet.interlink.RegionDelivery.$Properties|null);

                /** LinkMessage attach */
                attach?: (atlasnet.interlink.SessionAttach.$Properties|null);

                /** LinkMessage command */
                command?: (atlasnet.interlink.SessionCommand.$Properties|null);

                /** LinkMessage detach */
                detach?: (atlasnet.interlink.SessionDetach.$Properties|null);

                /** LinkMessage notOwner */
                notOwner?: (atlasnet.interlink.NotOwner.$Properties|null);

                /** LinkMessage ping */
                ping?: (atlasnet.interlink.Ping.$Properties|null);

                /** LinkMessage pong */
                pong?: (atlasnet.interlink.Pong.$Properties|null);

                /** LinkMessage moved */
                moved?: (atlasnet.interlink.SessionMoved.$Properties|null);

                /** LinkMessage announcement */
                announcement?: (atlasnet.interlink.Announcement.$Properties|null);

                /** LinkMessage inputs */
                inputs?: (atlasnet.interlink.SessionInputs.$Properties|null);

                /** LinkMessage body */
                body?: ("subscribe"|"unsubscribe"|"subscriptionStart"|"slice"|"delivery"|"attach"|"command"|"detach"|"notOwner"|"ping"|"pong"|"moved"|"announcement"|"inputs");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a LinkMessage. */
            type $Shape = {
              subscribe?: atlasnet.interlink.Subscribe.$Shape|null;
              unsubscribe?: atlasnet.interlink.Unsubscribe.$Shape|null;
              subscriptionStart?: atlasnet.interlink.SubscriptionStart.$Shape|null;
              slice?: atlasnet.interlink.FrameSlice.$Shape|null;
              delivery?: atlasnet.interlink.RegionDelivery.$Shape|null;
              attach?: atlasnet.interlink.SessionAttach.$Shape|null;
              command?: atlasnet.interlink.SessionCommand.$Shape|null;
              detach?: atlasnet.interlink.SessionDetach.$Shape|null;
              notOwner?: atlasnet.interlink.NotOwner.$Shape|null;
              ping?: atlasnet.interlink.Ping.$Shape|null;
              pong?: atlasnet.interlink.Pong.$Shape|null;
              moved?: atlasnet.interlink.SessionMoved.$Shape|null;
              announcement?: atlasnet.interlink.Announcement.$Shape|null;
              inputs?: atlasnet.interlink.SessionInputs.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "subscribe"; subscribe: atlasnet.interlink.Subscribe.$Shape; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "unsubscribe"; subscribe?: null; unsubscribe: atlasnet.interlink.Unsubscribe.$Shape; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "subscriptionStart"; subscribe?: null; unsubscribe?: null; subscriptionStart: atlasnet.interlink.SubscriptionStart.$Shape; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "slice"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice: atlasnet.interlink.FrameSlice.$Shape; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "delivery"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery: atlasnet.interlink.RegionDelivery.$Shape; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "attach"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach: atlasnet.interlink.SessionAttach.$Shape; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "command"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command: atlasnet.interlink.SessionCommand.$Shape; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "detach"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach: atlasnet.interlink.SessionDetach.$Shape; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "notOwner"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner: atlasnet.interlink.NotOwner.$Shape; ping?: null; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "ping"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping: atlasnet.interlink.Ping.$Shape; pong?: null; moved?: null; announcement?: null; inputs?: null }|{ body?: "pong"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong: atlasnet.interlink.Pong.$Shape; moved?: null; announcement?: null; inputs?: null }|{ body?: "moved"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved: atlasnet.interlink.SessionMoved.$Shape; announcement?: null; inputs?: null }|{ body?: "announcement"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement: atlasnet.interlink.Announcement.$Shape; inputs?: null }|{ body?: "inputs"; subscribe?: null; unsubscribe?: null; subscriptionStart?: null; slice?: null; delivery?: null; attach?: null; command?: null; detach?: null; notOwner?: null; ping?: null; pong?: null; moved?: null; announcement?: null; inputs: atlasnet.interlink.SessionInputs.$Shape })
            );
        }

        /**
         * Properties of a Subscribe.
         * @deprecated Use atlasnet.interlink.Subscribe.$Properties instead.
         */
        interface ISubscribe extends atlasnet.interlink.Subscribe.$Properties {
        }

        /** Represents a Subscribe. */
        class Subscribe {

            /**
             * Constructs a new Subscribe.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.Subscribe.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Subscribe region. */
            region: number;

            /** Subscribe cells. */
            cells: atlasnet.interlink.Cell.$Properties[];

            /** Subscribe whole. */
            whole: boolean;

            /** Subscribe fromOffset. */
            fromOffset: number;

            /** Subscribe replace. */
            replace: boolean;

            /** Subscribe reader. */
            reader: number;

            /** Subscribe worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new Subscribe instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Subscribe instance
             */
            static create(properties: atlasnet.interlink.Subscribe.$Shape): atlasnet.interlink.Subscribe & atlasnet.interlink.Subscribe.$Shape;
            static create(properties?: atlasnet.interlink.Subscribe.$Properties): atlasnet.interlink.Subscribe;

            /**
             * Encodes the specified Subscribe message. Does not implicitly {@link atlasnet.interlink.Subscribe.verify|verify} messages.
             * @param message Subscribe message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.Subscribe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Subscribe message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.Subscribe & atlasnet.interlink.Subscribe.$Shape} Subscribe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.Subscribe & atlasnet.interlink.Subscribe.$Shape;
        }

        namespace Subscribe {

            /** Properties of a Subscribe. */
            interface $Properties {

                /** Subscribe region */
                region?: (number|null);

                /** Subscribe cells */
                cells?: (atlasnet.interlink.Cell.$Properties[]|null);

                /** Subscribe whole */
                whole?: (boolean|null);

                /** Subscribe fromOffset */
                fromOffset?: (number|null);

                /** Subscribe replace */
                replace?: (boolean|null);

                /** Subscribe reader */
                reader?: (number|null);

                /** Subscribe worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Subscribe. */
            type $Shape = atlasnet.interlink.Subscribe.$Properties;
        }

        /**
         * Properties of a Cell.
         * @deprecated Use atlasnet.interlink.Cell.$Properties instead.
         */
        interface ICell extends atlasnet.interlink.Cell.$Properties {
        }

        /** Represents a Cell. */
        class Cell {

            /**
             * Constructs a new Cell.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.Cell.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Cell x. */
            x: number;

            /** Cell y. */
            y: number;

            /** Cell z. */
            z: number;

            /**
             * Creates a new Cell instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Cell instance
             */
            static create(properties: atlasnet.interlink.Cell.$Shape): atlasnet.interlink.Cell & atlasnet.interlink.Cell.$Shape;
            static create(properties?: atlasnet.interlink.Cell.$Properties): atlasnet.interlink.Cell;

            /**
             * Encodes the specified Cell message. Does not implicitly {@link atlasnet.interlink.Cell.verify|verify} messages.
             * @param message Cell message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.Cell.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Cell message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.Cell & atlasnet.interlink.Cell.$Shape} Cell
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.Cell & atlasnet.interlink.Cell.$Shape;
        }

        namespace Cell {

            /** Properties of a Cell. */
            interface $Properties {

                /** Cell x */
                x?: (number|null);

                /** Cell y */
                y?: (number|null);

                /** Cell z */
                z?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Cell. */
            type $Shape = atlasnet.interlink.Cell.$Properties;
        }

        /**
         * Properties of an Unsubscribe.
         * @deprecated Use atlasnet.interlink.Unsubscribe.$Properties instead.
         */
        interface IUnsubscribe extends atlasnet.interlink.Unsubscribe.$Properties {
        }

        /** Represents an Unsubscribe. */
        class Unsubscribe {

            /**
             * Constructs a new Unsubscribe.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.Unsubscribe.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Unsubscribe region. */
            region: number;

            /** Unsubscribe reader. */
            reader: number;

            /**
             * Creates a new Unsubscribe instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Unsubscribe instance
             */
            static create(properties: atlasnet.interlink.Unsubscribe.$Shape): atlasnet.interlink.Unsubscribe & atlasnet.interlink.Unsubscribe.$Shape;
            static create(properties?: atlasnet.interlink.Unsubscribe.$Properties): atlasnet.interlink.Unsubscribe;

            /**
             * Encodes the specified Unsubscribe message. Does not implicitly {@link atlasnet.interlink.Unsubscribe.verify|verify} messages.
             * @param message Unsubscribe message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.Unsubscribe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Unsubscribe message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.Unsubscribe & atlasnet.interlink.Unsubscribe.$Shape} Unsubscribe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.Unsubscribe & atlasnet.interlink.Unsubscribe.$Shape;
        }

        namespace Unsubscribe {

            /** Properties of an Unsubscribe. */
            interface $Properties {

                /** Unsubscribe region */
                region?: (number|null);

                /** Unsubscribe reader */
                reader?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Unsubscribe. */
            type $Shape = atlasnet.interlink.Unsubscribe.$Properties;
        }

        /**
         * Properties of a SubscriptionStart.
         * @deprecated Use atlasnet.interlink.SubscriptionStart.$Properties instead.
         */
        interface ISubscriptionStart extends atlasnet.interlink.SubscriptionStart.$Properties {
        }

        /** Represents a SubscriptionStart. */
        class SubscriptionStart {

            /**
             * Constructs a new SubscriptionStart.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.SubscriptionStart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SubscriptionStart region. */
            region: number;

            /** SubscriptionStart offset. */
            offset: number;

            /** SubscriptionStart tick. */
            tick: number;

            /** SubscriptionStart epoch. */
            epoch: number;

            /** SubscriptionStart n. */
            n: number;

            /** SubscriptionStart mapVersion. */
            mapVersion: number;

            /** SubscriptionStart groups. */
            groups: atlasnet.log.CellGroup.$Properties[];

            /** SubscriptionStart worldSchema. */
            worldSchema: Uint8Array;

            /** SubscriptionStart cells. */
            cells: atlasnet.interlink.Cell.$Properties[];

            /** SubscriptionStart whole. */
            whole: boolean;

            /** SubscriptionStart inbox. */
            inbox: atlasnet.log.Confirmation.$Properties[];

            /** SubscriptionStart reader. */
            reader: number;

            /**
             * Creates a new SubscriptionStart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SubscriptionStart instance
             */
            static create(properties: atlasnet.interlink.SubscriptionStart.$Shape): atlasnet.interlink.SubscriptionStart & atlasnet.interlink.SubscriptionStart.$Shape;
            static create(properties?: atlasnet.interlink.SubscriptionStart.$Properties): atlasnet.interlink.SubscriptionStart;

            /**
             * Encodes the specified SubscriptionStart message. Does not implicitly {@link atlasnet.interlink.SubscriptionStart.verify|verify} messages.
             * @param message SubscriptionStart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.SubscriptionStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SubscriptionStart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.SubscriptionStart & atlasnet.interlink.SubscriptionStart.$Shape} SubscriptionStart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.SubscriptionStart & atlasnet.interlink.SubscriptionStart.$Shape;
        }

        namespace SubscriptionStart {

            /** Properties of a SubscriptionStart. */
            interface $Properties {

                /** SubscriptionStart region */
                region?: (number|null);

                /** SubscriptionStart offset */
                offset?: (number|null);

                /** SubscriptionStart tick */
                tick?: (number|null);

                /** SubscriptionStart epoch */
                epoch?: (number|null);

                /** SubscriptionStart n */
                n?: (number|null);

                /** SubscriptionStart mapVersion */
                mapVersion?: (number|null);

                /** SubscriptionStart groups */
                groups?: (atlasnet.log.CellGroup.$Properties[]|null);

                /** SubscriptionStart worldSchema */
                worldSchema?: (Uint8Array|null);

                /** SubscriptionStart cells */
                cells?: (atlasnet.interlink.Cell.$Properties[]|null);

                /** SubscriptionStart whole */
                whole?: (boolean|null);

                /** SubscriptionStart inbox */
                inbox?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** SubscriptionStart reader */
                reader?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SubscriptionStart. */
            type $Shape = atlasnet.interlink.SubscriptionStart.$Properties;
        }

        /**
         * Properties of a FrameSlice.
         * @deprecated Use atlasnet.interlink.FrameSlice.$Properties instead.
         */
        interface IFrameSlice extends atlasnet.interlink.FrameSlice.$Properties {
        }

        /** Represents a FrameSlice. */
        class FrameSlice {

            /**
             * Constructs a new FrameSlice.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.FrameSlice.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FrameSlice region. */
            region: number;

            /** FrameSlice offset. */
            offset: number;

            /** FrameSlice epoch. */
            epoch: number;

            /** FrameSlice n. */
            n: number;

            /** FrameSlice tick. */
            tick: number;

            /** FrameSlice mapVersion. */
            mapVersion: number;

            /** FrameSlice empty. */
            empty: boolean;

            /** FrameSlice groups. */
            groups: atlasnet.log.CellGroup.$Properties[];

            /** FrameSlice departures. */
            departures: atlasnet.log.Departure.$Properties[];

            /** FrameSlice applied. */
            applied: atlasnet.log.Confirmation.$Properties[];

            /** FrameSlice sessions. */
            sessions: atlasnet.log.SessionUpdate.$Properties[];

            /** FrameSlice holdsNothing. */
            holdsNothing: boolean;

            /** FrameSlice outboxLeft. */
            outboxLeft: atlasnet.log.Confirmation.$Properties[];

            /** FrameSlice parts. */
            parts: number;

            /** FrameSlice reader. */
            reader: number;

            /** FrameSlice readerOffset. */
            readerOffset: number;

            /** FrameSlice dueMicros. */
            dueMicros: number;

            /** FrameSlice worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new FrameSlice instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FrameSlice instance
             */
            static create(properties: atlasnet.interlink.FrameSlice.$Shape): atlasnet.interlink.FrameSlice & atlasnet.interlink.FrameSlice.$Shape;
            static create(properties?: atlasnet.interlink.FrameSlice.$Properties): atlasnet.interlink.FrameSlice;

            /**
             * Encodes the specified FrameSlice message. Does not implicitly {@link atlasnet.interlink.FrameSlice.verify|verify} messages.
             * @param message FrameSlice message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.FrameSlice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FrameSlice message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.FrameSlice & atlasnet.interlink.FrameSlice.$Shape} FrameSlice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.FrameSlice & atlasnet.interlink.FrameSlice.$Shape;
        }

        namespace FrameSlice {

            /** Properties of a FrameSlice. */
            interface $Properties {

                /** FrameSlice region */
                region?: (number|null);

                /** FrameSlice offset */
                offset?: (number|null);

                /** FrameSlice epoch */
                epoch?: (number|null);

                /** FrameSlice n */
                n?: (number|null);

                /** FrameSlice tick */
                tick?: (number|null);

                /** FrameSlice mapVersion */
                mapVersion?: (number|null);

                /** FrameSlice empty */
                empty?: (boolean|null);

                /** FrameSlice groups */
                groups?: (atlasnet.log.CellGroup.$Properties[]|null);

                /** FrameSlice departures */
                departures?: (atlasnet.log.Departure.$Properties[]|null);

                /** FrameSlice applied */
                applied?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** FrameSlice sessions */
                sessions?: (atlasnet.log.SessionUpdate.$Properties[]|null);

                /** FrameSlice holdsNothing */
                holdsNothing?: (boolean|null);

                /** FrameSlice outboxLeft */
                outboxLeft?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** FrameSlice parts */
                parts?: (number|null);

                /** FrameSlice reader */
                reader?: (number|null);

                /** FrameSlice readerOffset */
                readerOffset?: (number|null);

                /** FrameSlice dueMicros */
                dueMicros?: (number|null);

                /** FrameSlice worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FrameSlice. */
            type $Shape = atlasnet.interlink.FrameSlice.$Properties;
        }

        /**
         * Properties of a RegionDelivery.
         * @deprecated Use atlasnet.interlink.RegionDelivery.$Properties instead.
         */
        interface IRegionDelivery extends atlasnet.interlink.RegionDelivery.$Properties {
        }

        /** Represents a RegionDelivery. */
        class RegionDelivery {

            /**
             * Constructs a new RegionDelivery.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.RegionDelivery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RegionDelivery from. */
            from: number;

            /** RegionDelivery to. */
            to: number;

            /** RegionDelivery number. */
            number: number;

            /** RegionDelivery message. */
            message?: (atlasnet.log.RegionMessage.$Properties|null);

            /** RegionDelivery senderOffset. */
            senderOffset: number;

            /**
             * Creates a new RegionDelivery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RegionDelivery instance
             */
            static create(properties: atlasnet.interlink.RegionDelivery.$Shape): atlasnet.interlink.RegionDelivery & atlasnet.interlink.RegionDelivery.$Shape;
            static create(properties?: atlasnet.interlink.RegionDelivery.$Properties): atlasnet.interlink.RegionDelivery;

            /**
             * Encodes the specified RegionDelivery message. Does not implicitly {@link atlasnet.interlink.RegionDelivery.verify|verify} messages.
             * @param message RegionDelivery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.RegionDelivery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RegionDelivery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.RegionDelivery & atlasnet.interlink.RegionDelivery.$Shape} RegionDelivery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.RegionDelivery & atlasnet.interlink.RegionDelivery.$Shape;
        }

        namespace RegionDelivery {

            /** Properties of a RegionDelivery. */
            interface $Properties {

                /** RegionDelivery from */
                from?: (number|null);

                /** RegionDelivery to */
                to?: (number|null);

                /** RegionDelivery number */
                number?: (number|null);

                /** RegionDelivery message */
                message?: (atlasnet.log.RegionMessage.$Properties|null);

                /** RegionDelivery senderOffset */
                senderOffset?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RegionDelivery. */
            type $Shape = {
              from?: number|null;
              to?: number|null;
              number?: number|null;
              message?: atlasnet.log.RegionMessage.$Shape|null;
              senderOffset?: number|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an Announcement.
         * @deprecated Use atlasnet.interlink.Announcement.$Properties instead.
         */
        interface IAnnouncement extends atlasnet.interlink.Announcement.$Properties {
        }

        /** Represents an Announcement. */
        class Announcement {

            /**
             * Constructs a new Announcement.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.Announcement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Announcement from. */
            from: number;

            /** Announcement to. */
            to: number;

            /** Announcement tick. */
            tick: number;

            /** Announcement number. */
            number: number;

            /**
             * Creates a new Announcement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Announcement instance
             */
            static create(properties: atlasnet.interlink.Announcement.$Shape): atlasnet.interlink.Announcement & atlasnet.interlink.Announcement.$Shape;
            static create(properties?: atlasnet.interlink.Announcement.$Properties): atlasnet.interlink.Announcement;

            /**
             * Encodes the specified Announcement message. Does not implicitly {@link atlasnet.interlink.Announcement.verify|verify} messages.
             * @param message Announcement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.Announcement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Announcement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.Announcement & atlasnet.interlink.Announcement.$Shape} Announcement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.Announcement & atlasnet.interlink.Announcement.$Shape;
        }

        namespace Announcement {

            /** Properties of an Announcement. */
            interface $Properties {

                /** Announcement from */
                from?: (number|null);

                /** Announcement to */
                to?: (number|null);

                /** Announcement tick */
                tick?: (number|null);

                /** Announcement number */
                number?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Announcement. */
            type $Shape = atlasnet.interlink.Announcement.$Properties;
        }

        /**
         * Properties of a SessionAttach.
         * @deprecated Use atlasnet.interlink.SessionAttach.$Properties instead.
         */
        interface ISessionAttach extends atlasnet.interlink.SessionAttach.$Properties {
        }

        /** Represents a SessionAttach. */
        class SessionAttach {

            /**
             * Constructs a new SessionAttach.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.SessionAttach.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionAttach region. */
            region: number;

            /** SessionAttach session. */
            session: number;

            /** SessionAttach account. */
            account: string;

            /** SessionAttach generation. */
            generation: number;

            /** SessionAttach joinPayload. */
            joinPayload: Uint8Array;

            /** SessionAttach avatar. */
            avatar: number;

            /** SessionAttach resume. */
            resume: boolean;

            /**
             * Creates a new SessionAttach instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionAttach instance
             */
            static create(properties: atlasnet.interlink.SessionAttach.$Shape): atlasnet.interlink.SessionAttach & atlasnet.interlink.SessionAttach.$Shape;
            static create(properties?: atlasnet.interlink.SessionAttach.$Properties): atlasnet.interlink.SessionAttach;

            /**
             * Encodes the specified SessionAttach message. Does not implicitly {@link atlasnet.interlink.SessionAttach.verify|verify} messages.
             * @param message SessionAttach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.SessionAttach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionAttach message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.SessionAttach & atlasnet.interlink.SessionAttach.$Shape} SessionAttach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.SessionAttach & atlasnet.interlink.SessionAttach.$Shape;
        }

        namespace SessionAttach {

            /** Properties of a SessionAttach. */
            interface $Properties {

                /** SessionAttach region */
                region?: (number|null);

                /** SessionAttach session */
                session?: (number|null);

                /** SessionAttach account */
                account?: (string|null);

                /** SessionAttach generation */
                generation?: (number|null);

                /** SessionAttach joinPayload */
                joinPayload?: (Uint8Array|null);

                /** SessionAttach avatar */
                avatar?: (number|null);

                /** SessionAttach resume */
                resume?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionAttach. */
            type $Shape = atlasnet.interlink.SessionAttach.$Properties;
        }

        /**
         * Properties of a SessionDetach.
         * @deprecated Use atlasnet.interlink.SessionDetach.$Properties instead.
         */
        interface ISessionDetach extends atlasnet.interlink.SessionDetach.$Properties {
        }

        /** Represents a SessionDetach. */
        class SessionDetach {

            /**
             * Constructs a new SessionDetach.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.SessionDetach.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionDetach region. */
            region: number;

            /** SessionDetach session. */
            session: number;

            /** SessionDetach generation. */
            generation: number;

            /** SessionDetach left. */
            left: boolean;

            /**
             * Creates a new SessionDetach instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionDetach instance
             */
            static create(properties: atlasnet.interlink.SessionDetach.$Shape): atlasnet.interlink.SessionDetach & atlasnet.interlink.SessionDetach.$Shape;
            static create(properties?: atlasnet.interlink.SessionDetach.$Properties): atlasnet.interlink.SessionDetach;

            /**
             * Encodes the specified SessionDetach message. Does not implicitly {@link atlasnet.interlink.SessionDetach.verify|verify} messages.
             * @param message SessionDetach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.SessionDetach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionDetach message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.SessionDetach & atlasnet.interlink.SessionDetach.$Shape} SessionDetach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.SessionDetach & atlasnet.interlink.SessionDetach.$Shape;
        }

        namespace SessionDetach {

            /** Properties of a SessionDetach. */
            interface $Properties {

                /** SessionDetach region */
                region?: (number|null);

                /** SessionDetach session */
                session?: (number|null);

                /** SessionDetach generation */
                generation?: (number|null);

                /** SessionDetach left */
                left?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionDetach. */
            type $Shape = atlasnet.interlink.SessionDetach.$Properties;
        }

        /**
         * Properties of a SessionCommand.
         * @deprecated Use atlasnet.interlink.SessionCommand.$Properties instead.
         */
        interface ISessionCommand extends atlasnet.interlink.SessionCommand.$Properties {
        }

        /** Represents a SessionCommand. */
        class SessionCommand {

            /**
             * Constructs a new SessionCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.SessionCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionCommand region. */
            region: number;

            /** SessionCommand session. */
            session: number;

            /** SessionCommand generation. */
            generation: number;

            /** SessionCommand number. */
            number: number;

            /** SessionCommand kind. */
            kind: number;

            /** SessionCommand payload. */
            payload: Uint8Array;

            /** SessionCommand worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new SessionCommand instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionCommand instance
             */
            static create(properties: atlasnet.interlink.SessionCommand.$Shape): atlasnet.interlink.SessionCommand & atlasnet.interlink.SessionCommand.$Shape;
            static create(properties?: atlasnet.interlink.SessionCommand.$Properties): atlasnet.interlink.SessionCommand;

            /**
             * Encodes the specified SessionCommand message. Does not implicitly {@link atlasnet.interlink.SessionCommand.verify|verify} messages.
             * @param message SessionCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.SessionCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.SessionCommand & atlasnet.interlink.SessionCommand.$Shape} SessionCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.SessionCommand & atlasnet.interlink.SessionCommand.$Shape;
        }

        namespace SessionCommand {

            /** Properties of a SessionCommand. */
            interface $Properties {

                /** SessionCommand region */
                region?: (number|null);

                /** SessionCommand session */
                session?: (number|null);

                /** SessionCommand generation */
                generation?: (number|null);

                /** SessionCommand number */
                number?: (number|null);

                /** SessionCommand kind */
                kind?: (number|null);

                /** SessionCommand payload */
                payload?: (Uint8Array|null);

                /** SessionCommand worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionCommand. */
            type $Shape = atlasnet.interlink.SessionCommand.$Properties;
        }

        /**
         * Properties of a SessionInputs.
         * @deprecated Use atlasnet.interlink.SessionInputs.$Properties instead.
         */
        interface ISessionInputs extends atlasnet.interlink.SessionInputs.$Properties {
        }

        /** Represents a SessionInputs. */
        class SessionInputs {

            /**
             * Constructs a new SessionInputs.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.SessionInputs.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionInputs region. */
            region: number;

            /** SessionInputs column. */
            column: Uint8Array;

            /** SessionInputs worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new SessionInputs instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionInputs instance
             */
            static create(properties: atlasnet.interlink.SessionInputs.$Shape): atlasnet.interlink.SessionInputs & atlasnet.interlink.SessionInputs.$Shape;
            static create(properties?: atlasnet.interlink.SessionInputs.$Properties): atlasnet.interlink.SessionInputs;

            /**
             * Encodes the specified SessionInputs message. Does not implicitly {@link atlasnet.interlink.SessionInputs.verify|verify} messages.
             * @param message SessionInputs message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.SessionInputs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionInputs message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.SessionInputs & atlasnet.interlink.SessionInputs.$Shape} SessionInputs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.SessionInputs & atlasnet.interlink.SessionInputs.$Shape;
        }

        namespace SessionInputs {

            /** Properties of a SessionInputs. */
            interface $Properties {

                /** SessionInputs region */
                region?: (number|null);

                /** SessionInputs column */
                column?: (Uint8Array|null);

                /** SessionInputs worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionInputs. */
            type $Shape = atlasnet.interlink.SessionInputs.$Properties;
        }

        /**
         * Properties of a NotOwner.
         * @deprecated Use atlasnet.interlink.NotOwner.$Properties instead.
         */
        interface INotOwner extends atlasnet.interlink.NotOwner.$Properties {
        }

        /** Represents a NotOwner. */
        class NotOwner {

            /**
             * Constructs a new NotOwner.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.NotOwner.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NotOwner region. */
            region: number;

            /**
             * Creates a new NotOwner instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NotOwner instance
             */
            static create(properties: atlasnet.interlink.NotOwner.$Shape): atlasnet.interlink.NotOwner & atlasnet.interlink.NotOwner.$Shape;
            static create(properties?: atlasnet.interlink.NotOwner.$Properties): atlasnet.interlink.NotOwner;

            /**
             * Encodes the specified NotOwner message. Does not implicitly {@link atlasnet.interlink.NotOwner.verify|verify} messages.
             * @param message NotOwner message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.NotOwner.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NotOwner message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.NotOwner & atlasnet.interlink.NotOwner.$Shape} NotOwner
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.NotOwner & atlasnet.interlink.NotOwner.$Shape;
        }

        namespace NotOwner {

            /** Properties of a NotOwner. */
            interface $Properties {

                /** NotOwner region */
                region?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NotOwner. */
            type $Shape = atlasnet.interlink.NotOwner.$Properties;
        }

        /**
         * Properties of a Ping.
         * @deprecated Use atlasnet.interlink.Ping.$Properties instead.
         */
        interface IPing extends atlasnet.interlink.Ping.$Properties {
        }

        /** Represents a Ping. */
        class Ping {

            /**
             * Constructs a new Ping.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.Ping.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ping sentMs. */
            sentMs: number;

            /**
             * Creates a new Ping instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Ping instance
             */
            static create(properties: atlasnet.interlink.Ping.$Shape): atlasnet.interlink.Ping & atlasnet.interlink.Ping.$Shape;
            static create(properties?: atlasnet.interlink.Ping.$Properties): atlasnet.interlink.Ping;

            /**
             * Encodes the specified Ping message. Does not implicitly {@link atlasnet.interlink.Ping.verify|verify} messages.
             * @param message Ping message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.Ping & atlasnet.interlink.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.Ping & atlasnet.interlink.Ping.$Shape;
        }

        namespace Ping {

            /** Properties of a Ping. */
            interface $Properties {

                /** Ping sentMs */
                sentMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Ping. */
            type $Shape = atlasnet.interlink.Ping.$Properties;
        }

        /**
         * Properties of a Pong.
         * @deprecated Use atlasnet.interlink.Pong.$Properties instead.
         */
        interface IPong extends atlasnet.interlink.Pong.$Properties {
        }

        /** Represents a Pong. */
        class Pong {

            /**
             * Constructs a new Pong.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.Pong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pong sentMs. */
            sentMs: number;

            /**
             * Creates a new Pong instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Pong instance
             */
            static create(properties: atlasnet.interlink.Pong.$Shape): atlasnet.interlink.Pong & atlasnet.interlink.Pong.$Shape;
            static create(properties?: atlasnet.interlink.Pong.$Properties): atlasnet.interlink.Pong;

            /**
             * Encodes the specified Pong message. Does not implicitly {@link atlasnet.interlink.Pong.verify|verify} messages.
             * @param message Pong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.Pong & atlasnet.interlink.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.Pong & atlasnet.interlink.Pong.$Shape;
        }

        namespace Pong {

            /** Properties of a Pong. */
            interface $Properties {

                /** Pong sentMs */
                sentMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pong. */
            type $Shape = atlasnet.interlink.Pong.$Properties;
        }

        /**
         * Properties of a SessionMoved.
         * @deprecated Use atlasnet.interlink.SessionMoved.$Properties instead.
         */
        interface ISessionMoved extends atlasnet.interlink.SessionMoved.$Properties {
        }

        /** Represents a SessionMoved. */
        class SessionMoved {

            /**
             * Constructs a new SessionMoved.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.interlink.SessionMoved.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionMoved region. */
            region: number;

            /** SessionMoved session. */
            session: number;

            /** SessionMoved to. */
            to: number;

            /**
             * Creates a new SessionMoved instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionMoved instance
             */
            static create(properties: atlasnet.interlink.SessionMoved.$Shape): atlasnet.interlink.SessionMoved & atlasnet.interlink.SessionMoved.$Shape;
            static create(properties?: atlasnet.interlink.SessionMoved.$Properties): atlasnet.interlink.SessionMoved;

            /**
             * Encodes the specified SessionMoved message. Does not implicitly {@link atlasnet.interlink.SessionMoved.verify|verify} messages.
             * @param message SessionMoved message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.interlink.SessionMoved.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionMoved message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.interlink.SessionMoved & atlasnet.interlink.SessionMoved.$Shape} SessionMoved
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.interlink.SessionMoved & atlasnet.interlink.SessionMoved.$Shape;
        }

        namespace SessionMoved {

            /** Properties of a SessionMoved. */
            interface $Properties {

                /** SessionMoved region */
                region?: (number|null);

                /** SessionMoved session */
                session?: (number|null);

                /** SessionMoved to */
                to?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionMoved. */
            type $Shape = atlasnet.interlink.SessionMoved.$Properties;
        }
    }

    /** Namespace log. */
    namespace log {

        /**
         * Properties of a FrameRecord.
         * @deprecated Use atlasnet.log.FrameRecord.$Properties instead.
         */
        interface IFrameRecord extends atlasnet.log.FrameRecord.$Properties {
        }

        /** Represents a FrameRecord. */
        class FrameRecord {

            /**
             * Constructs a new FrameRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.FrameRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FrameRecord version. */
            version: number;

            /** FrameRecord incarnation. */
            incarnation: Uint8Array;

            /** FrameRecord claim. */
            claim?: (atlasnet.log.Claim.$Properties|null);

            /** FrameRecord frame. */
            frame?: (atlasnet.log.Frame.$Properties|null);

            /** FrameRecord part. */
            part?: (atlasnet.log.FramePart.$Properties|null);

            /** FrameRecord body. */
            body?: ("claim"|"frame"|"part");

            /**
             * Creates a new FrameRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FrameRecord instance
             */
            static create(properties: atlasnet.log.FrameRecord.$Shape): atlasnet.log.FrameRecord & atlasnet.log.FrameRecord.$Shape;
            static create(properties?: atlasnet.log.FrameRecord.$Properties): atlasnet.log.FrameRecord;

            /**
             * Encodes the specified FrameRecord message. Does not implicitly {@link atlasnet.log.FrameRecord.verify|verify} messages.
             * @param message FrameRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.FrameRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FrameRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.FrameRecord & atlasnet.log.FrameRecord.$Shape} FrameRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.FrameRecord & atlasnet.log.FrameRecord.$Shape;
        }

        namespace FrameRecord {

            /** Properties of a FrameRecord. */
            interface $Properties {

                /** FrameRecord version */
                version?: (number|null);

                /** FrameRecord incarnation */
                incarnation?: (Uint8Array|null);

                /** FrameRecord claim */
                claim?: (atlasnet.log.Claim.$Properties|null);

                /** FrameRecord frame */
                frame?: (atlasnet.log.Frame.$Properties|null);

                /** FrameRecord part */
                part?: (atlasnet.log.FramePart.$Properties|null);

                /** FrameRecord body */
                body?: ("claim"|"frame"|"part");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a FrameRecord. */
            type $Shape = {
              version?: number|null;
              incarnation?: Uint8Array|null;
              claim?: atlasnet.log.Claim.$Shape|null;
              frame?: atlasnet.log.Frame.$Shape|null;
              part?: atlasnet.log.FramePart.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; claim?: null; frame?: null; part?: null }|{ body?: "claim"; claim: atlasnet.log.Claim.$Shape; frame?: null; part?: null }|{ body?: "frame"; claim?: null; frame: atlasnet.log.Frame.$Shape; part?: null }|{ body?: "part"; claim?: null; frame?: null; part: atlasnet.log.FramePart.$Shape })
            );
        }

        /**
         * Properties of a Claim.
         * @deprecated Use atlasnet.log.Claim.$Properties instead.
         */
        interface IClaim extends atlasnet.log.Claim.$Properties {
        }

        /** Represents a Claim. */
        class Claim {

            /**
             * Constructs a new Claim.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Claim.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Claim region. */
            region: number;

            /** Claim epoch. */
            epoch: number;

            /** Claim process. */
            process: Uint8Array;

            /** Claim mapVersion. */
            mapVersion: number;

            /** Claim engine. */
            engine: string;

            /** Claim game. */
            game: string;

            /** Claim worldSchema. */
            worldSchema: Uint8Array;

            /** Claim worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new Claim instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Claim instance
             */
            static create(properties: atlasnet.log.Claim.$Shape): atlasnet.log.Claim & atlasnet.log.Claim.$Shape;
            static create(properties?: atlasnet.log.Claim.$Properties): atlasnet.log.Claim;

            /**
             * Encodes the specified Claim message. Does not implicitly {@link atlasnet.log.Claim.verify|verify} messages.
             * @param message Claim message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Claim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Claim message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Claim & atlasnet.log.Claim.$Shape} Claim
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Claim & atlasnet.log.Claim.$Shape;
        }

        namespace Claim {

            /** Properties of a Claim. */
            interface $Properties {

                /** Claim region */
                region?: (number|null);

                /** Claim epoch */
                epoch?: (number|null);

                /** Claim process */
                process?: (Uint8Array|null);

                /** Claim mapVersion */
                mapVersion?: (number|null);

                /** Claim engine */
                engine?: (string|null);

                /** Claim game */
                game?: (string|null);

                /** Claim worldSchema */
                worldSchema?: (Uint8Array|null);

                /** Claim worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Claim. */
            type $Shape = atlasnet.log.Claim.$Properties;
        }

        /**
         * Properties of a Frame.
         * @deprecated Use atlasnet.log.Frame.$Properties instead.
         */
        interface IFrame extends atlasnet.log.Frame.$Properties {
        }

        /** Represents a Frame. */
        class Frame {

            /**
             * Constructs a new Frame.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Frame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Frame region. */
            region: number;

            /** Frame epoch. */
            epoch: number;

            /** Frame n. */
            n: number;

            /** Frame process. */
            process: Uint8Array;

            /** Frame tick. */
            tick: number;

            /** Frame skipped. */
            skipped: number;

            /** Frame empty. */
            empty: boolean;

            /** Frame mapVersion. */
            mapVersion: number;

            /** Frame inputs. */
            inputs?: (atlasnet.log.FrameInputs.$Properties|null);

            /** Frame groups. */
            groups: atlasnet.log.CellGroup.$Properties[];

            /** Frame outbox. */
            outbox: atlasnet.log.OutboxMessage.$Properties[];

            /** Frame confirmed. */
            confirmed: atlasnet.log.Confirmation.$Properties[];

            /** Frame departures. */
            departures: atlasnet.log.Departure.$Properties[];

            /** Frame sessions. */
            sessions: atlasnet.log.SessionUpdate.$Properties[];

            /** Frame hashLow. */
            hashLow: number;

            /** Frame hashHigh. */
            hashHigh: number;

            /** Frame hashSlices. */
            hashSlices: number;

            /** Frame timings. */
            timings?: (atlasnet.log.Timings.$Properties|null);

            /** Frame nextEntity. */
            nextEntity: number;

            /** Frame refusals. */
            refusals: atlasnet.log.Refusal.$Properties[];

            /** Frame holdsNothing. */
            holdsNothing: boolean;

            /** Frame closed. */
            closed: boolean;

            /** Frame faults. */
            faults: atlasnet.log.ReportedFault.$Properties[];

            /** Frame entities. */
            entities: number;

            /** Frame applied. */
            applied: atlasnet.log.Confirmation.$Properties[];

            /** Frame parked. */
            parked: atlasnet.log.ParkedHandoff.$Properties[];

            /** Frame unparked. */
            unparked: number[];

            /** Frame jobs. */
            jobs: atlasnet.log.Job.$Properties[];

            /**
             * Creates a new Frame instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Frame instance
             */
            static create(properties: atlasnet.log.Frame.$Shape): atlasnet.log.Frame & atlasnet.log.Frame.$Shape;
            static create(properties?: atlasnet.log.Frame.$Properties): atlasnet.log.Frame;

            /**
             * Encodes the specified Frame message. Does not implicitly {@link atlasnet.log.Frame.verify|verify} messages.
             * @param message Frame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Frame & atlasnet.log.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Frame & atlasnet.log.Frame.$Shape;
        }

        namespace Frame {

            /** Properties of a Frame. */
            interface $Properties {

                /** Frame region */
                region?: (number|null);

                /** Frame epoch */
                epoch?: (number|null);

                /** Frame n */
                n?: (number|null);

                /** Frame process */
                process?: (Uint8Array|null);

                /** Frame tick */
                tick?: (number|null);

                /** Frame skipped */
                skipped?: (number|null);

                /** Frame empty */
                empty?: (boolean|null);

                /** Frame mapVersion */
                mapVersion?: (number|null);

                /** Frame inputs */
                inputs?: (atlasnet.log.FrameInputs.$Properties|null);

                /** Frame groups */
                groups?: (atlasnet.log.CellGroup.$Properties[]|null);

                /** Frame outbox */
                outbox?: (atlasnet.log.OutboxMessage.$Properties[]|null);

                /** Frame confirmed */
                confirmed?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** Frame departures */
                departures?: (atlasnet.log.Departure.$Properties[]|null);

                /** Frame sessions */
                sessions?: (atlasnet.log.SessionUpdate.$Properties[]|null);

                /** Frame hashLow */
                hashLow?: (number|null);

                /** Frame hashHigh */
                hashHigh?: (number|null);

                /** Frame hashSlices */
                hashSlices?: (number|null);

                /** Frame timings */
                timings?: (atlasnet.log.Timings.$Properties|null);

                /** Frame nextEntity */
                nextEntity?: (number|null);

                /** Frame refusals */
                refusals?: (atlasnet.log.Refusal.$Properties[]|null);

                /** Frame holdsNothing */
                holdsNothing?: (boolean|null);

                /** Frame closed */
                closed?: (boolean|null);

                /** Frame faults */
                faults?: (atlasnet.log.ReportedFault.$Properties[]|null);

                /** Frame entities */
                entities?: (number|null);

                /** Frame applied */
                applied?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** Frame parked */
                parked?: (atlasnet.log.ParkedHandoff.$Properties[]|null);

                /** Frame unparked */
                unparked?: (number[]|null);

                /** Frame jobs */
                jobs?: (atlasnet.log.Job.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Frame. */
            type $Shape = {
              region?: number|null;
              epoch?: number|null;
              n?: number|null;
              process?: Uint8Array|null;
              tick?: number|null;
              skipped?: number|null;
              empty?: boolean|null;
              mapVersion?: number|null;
              inputs?: atlasnet.log.FrameInputs.$Shape|null;
              groups?: atlasnet.log.CellGroup.$Shape[]|null;
              outbox?: atlasnet.log.OutboxMessage.$Shape[]|null;
              confirmed?: atlasnet.log.Confirmation.$Shape[]|null;
              departures?: atlasnet.log.Departure.$Shape[]|null;
              sessions?: atlasnet.log.SessionUpdate.$Shape[]|null;
              hashLow?: number|null;
              hashHigh?: number|null;
              hashSlices?: number|null;
              timings?: atlasnet.log.Timings.$Shape|null;
              nextEntity?: number|null;
              refusals?: atlasnet.log.Refusal.$Shape[]|null;
              holdsNothing?: boolean|null;
              closed?: boolean|null;
              faults?: atlasnet.log.ReportedFault.$Shape[]|null;
              entities?: number|null;
              applied?: atlasnet.log.Confirmation.$Shape[]|null;
              parked?: atlasnet.log.ParkedHandoff.$Shape[]|null;
              unparked?: number[]|null;
              jobs?: atlasnet.log.Job.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a FramePart.
         * @deprecated Use atlasnet.log.FramePart.$Properties instead.
         */
        interface IFramePart extends atlasnet.log.FramePart.$Properties {
        }

        /** Represents a FramePart. */
        class FramePart {

            /**
             * Constructs a new FramePart.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.FramePart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FramePart region. */
            region: number;

            /** FramePart epoch. */
            epoch: number;

            /** FramePart n. */
            n: number;

            /** FramePart process. */
            process: Uint8Array;

            /** FramePart index. */
            index: number;

            /** FramePart count. */
            count: number;

            /** FramePart bytes. */
            bytes: Uint8Array;

            /**
             * Creates a new FramePart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FramePart instance
             */
            static create(properties: atlasnet.log.FramePart.$Shape): atlasnet.log.FramePart & atlasnet.log.FramePart.$Shape;
            static create(properties?: atlasnet.log.FramePart.$Properties): atlasnet.log.FramePart;

            /**
             * Encodes the specified FramePart message. Does not implicitly {@link atlasnet.log.FramePart.verify|verify} messages.
             * @param message FramePart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.FramePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FramePart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.FramePart & atlasnet.log.FramePart.$Shape} FramePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.FramePart & atlasnet.log.FramePart.$Shape;
        }

        namespace FramePart {

            /** Properties of a FramePart. */
            interface $Properties {

                /** FramePart region */
                region?: (number|null);

                /** FramePart epoch */
                epoch?: (number|null);

                /** FramePart n */
                n?: (number|null);

                /** FramePart process */
                process?: (Uint8Array|null);

                /** FramePart index */
                index?: (number|null);

                /** FramePart count */
                count?: (number|null);

                /** FramePart bytes */
                bytes?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FramePart. */
            type $Shape = atlasnet.log.FramePart.$Properties;
        }

        /**
         * Properties of a FrameInputs.
         * @deprecated Use atlasnet.log.FrameInputs.$Properties instead.
         */
        interface IFrameInputs extends atlasnet.log.FrameInputs.$Properties {
        }

        /** Represents a FrameInputs. */
        class FrameInputs {

            /**
             * Constructs a new FrameInputs.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.FrameInputs.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FrameInputs neighbours. */
            neighbours: atlasnet.log.NeighbourRead.$Properties[];

            /** FrameInputs messages. */
            messages: atlasnet.log.AppliedMessage.$Properties[];

            /** FrameInputs commands. */
            commands: atlasnet.log.AppliedCommand.$Properties[];

            /** FrameInputs dtMicros. */
            dtMicros: number;

            /** FrameInputs shown. */
            shown: atlasnet.log.Confirmation.$Properties[];

            /** FrameInputs targets. */
            targets: atlasnet.log.TargetChoice.$Properties[];

            /** FrameInputs results. */
            results: atlasnet.log.TaskResult.$Properties[];

            /**
             * Creates a new FrameInputs instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FrameInputs instance
             */
            static create(properties: atlasnet.log.FrameInputs.$Shape): atlasnet.log.FrameInputs & atlasnet.log.FrameInputs.$Shape;
            static create(properties?: atlasnet.log.FrameInputs.$Properties): atlasnet.log.FrameInputs;

            /**
             * Encodes the specified FrameInputs message. Does not implicitly {@link atlasnet.log.FrameInputs.verify|verify} messages.
             * @param message FrameInputs message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.FrameInputs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FrameInputs message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.FrameInputs & atlasnet.log.FrameInputs.$Shape} FrameInputs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.FrameInputs & atlasnet.log.FrameInputs.$Shape;
        }

        namespace FrameInputs {

            /** Properties of a FrameInputs. */
            interface $Properties {

                /** FrameInputs neighbours */
                neighbours?: (atlasnet.log.NeighbourRead.$Properties[]|null);

                /** FrameInputs messages */
                messages?: (atlasnet.log.AppliedMessage.$Properties[]|null);

                /** FrameInputs commands */
                commands?: (atlasnet.log.AppliedCommand.$Properties[]|null);

                /** FrameInputs dtMicros */
                dtMicros?: (number|null);

                /** FrameInputs shown */
                shown?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** FrameInputs targets */
                targets?: (atlasnet.log.TargetChoice.$Properties[]|null);

                /** FrameInputs results */
                results?: (atlasnet.log.TaskResult.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FrameInputs. */
            type $Shape = {
              neighbours?: atlasnet.log.NeighbourRead.$Shape[]|null;
              messages?: atlasnet.log.AppliedMessage.$Shape[]|null;
              commands?: atlasnet.log.AppliedCommand.$Shape[]|null;
              dtMicros?: number|null;
              shown?: atlasnet.log.Confirmation.$Shape[]|null;
              targets?: atlasnet.log.TargetChoice.$Shape[]|null;
              results?: atlasnet.log.TaskResult.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a NeighbourRead.
         * @deprecated Use atlasnet.log.NeighbourRead.$Properties instead.
         */
        interface INeighbourRead extends atlasnet.log.NeighbourRead.$Properties {
        }

        /** Represents a NeighbourRead. */
        class NeighbourRead {

            /**
             * Constructs a new NeighbourRead.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.NeighbourRead.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NeighbourRead region. */
            region: number;

            /** NeighbourRead offset. */
            offset: number;

            /** NeighbourRead tick. */
            tick: number;

            /**
             * Creates a new NeighbourRead instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NeighbourRead instance
             */
            static create(properties: atlasnet.log.NeighbourRead.$Shape): atlasnet.log.NeighbourRead & atlasnet.log.NeighbourRead.$Shape;
            static create(properties?: atlasnet.log.NeighbourRead.$Properties): atlasnet.log.NeighbourRead;

            /**
             * Encodes the specified NeighbourRead message. Does not implicitly {@link atlasnet.log.NeighbourRead.verify|verify} messages.
             * @param message NeighbourRead message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.NeighbourRead.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NeighbourRead message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.NeighbourRead & atlasnet.log.NeighbourRead.$Shape} NeighbourRead
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.NeighbourRead & atlasnet.log.NeighbourRead.$Shape;
        }

        namespace NeighbourRead {

            /** Properties of a NeighbourRead. */
            interface $Properties {

                /** NeighbourRead region */
                region?: (number|null);

                /** NeighbourRead offset */
                offset?: (number|null);

                /** NeighbourRead tick */
                tick?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NeighbourRead. */
            type $Shape = atlasnet.log.NeighbourRead.$Properties;
        }

        /**
         * Properties of a Confirmation.
         * @deprecated Use atlasnet.log.Confirmation.$Properties instead.
         */
        interface IConfirmation extends atlasnet.log.Confirmation.$Properties {
        }

        /** Represents a Confirmation. */
        class Confirmation {

            /**
             * Constructs a new Confirmation.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Confirmation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Confirmation region. */
            region: number;

            /** Confirmation number. */
            number: number;

            /**
             * Creates a new Confirmation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Confirmation instance
             */
            static create(properties: atlasnet.log.Confirmation.$Shape): atlasnet.log.Confirmation & atlasnet.log.Confirmation.$Shape;
            static create(properties?: atlasnet.log.Confirmation.$Properties): atlasnet.log.Confirmation;

            /**
             * Encodes the specified Confirmation message. Does not implicitly {@link atlasnet.log.Confirmation.verify|verify} messages.
             * @param message Confirmation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Confirmation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Confirmation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Confirmation & atlasnet.log.Confirmation.$Shape} Confirmation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Confirmation & atlasnet.log.Confirmation.$Shape;
        }

        namespace Confirmation {

            /** Properties of a Confirmation. */
            interface $Properties {

                /** Confirmation region */
                region?: (number|null);

                /** Confirmation number */
                number?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Confirmation. */
            type $Shape = atlasnet.log.Confirmation.$Properties;
        }

        /**
         * Properties of a TargetChoice.
         * @deprecated Use atlasnet.log.TargetChoice.$Properties instead.
         */
        interface ITargetChoice extends atlasnet.log.TargetChoice.$Properties {
        }

        /** Represents a TargetChoice. */
        class TargetChoice {

            /**
             * Constructs a new TargetChoice.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.TargetChoice.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TargetChoice entity. */
            entity: number;

            /** TargetChoice region. */
            region: number;

            /**
             * Creates a new TargetChoice instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TargetChoice instance
             */
            static create(properties: atlasnet.log.TargetChoice.$Shape): atlasnet.log.TargetChoice & atlasnet.log.TargetChoice.$Shape;
            static create(properties?: atlasnet.log.TargetChoice.$Properties): atlasnet.log.TargetChoice;

            /**
             * Encodes the specified TargetChoice message. Does not implicitly {@link atlasnet.log.TargetChoice.verify|verify} messages.
             * @param message TargetChoice message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.TargetChoice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TargetChoice message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.TargetChoice & atlasnet.log.TargetChoice.$Shape} TargetChoice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.TargetChoice & atlasnet.log.TargetChoice.$Shape;
        }

        namespace TargetChoice {

            /** Properties of a TargetChoice. */
            interface $Properties {

                /** TargetChoice entity */
                entity?: (number|null);

                /** TargetChoice region */
                region?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TargetChoice. */
            type $Shape = atlasnet.log.TargetChoice.$Properties;
        }

        /**
         * Properties of an AppliedMessage.
         * @deprecated Use atlasnet.log.AppliedMessage.$Properties instead.
         */
        interface IAppliedMessage extends atlasnet.log.AppliedMessage.$Properties {
        }

        /** Represents an AppliedMessage. */
        class AppliedMessage {

            /**
             * Constructs a new AppliedMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.AppliedMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AppliedMessage from. */
            from: number;

            /** AppliedMessage number. */
            number: number;

            /** AppliedMessage message. */
            message?: (atlasnet.log.RegionMessage.$Properties|null);

            /** AppliedMessage arrived. */
            arrived: number;

            /** AppliedMessage stateHash. */
            stateHash: number;

            /**
             * Creates a new AppliedMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AppliedMessage instance
             */
            static create(properties: atlasnet.log.AppliedMessage.$Shape): atlasnet.log.AppliedMessage & atlasnet.log.AppliedMessage.$Shape;
            static create(properties?: atlasnet.log.AppliedMessage.$Properties): atlasnet.log.AppliedMessage;

            /**
             * Encodes the specified AppliedMessage message. Does not implicitly {@link atlasnet.log.AppliedMessage.verify|verify} messages.
             * @param message AppliedMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.AppliedMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AppliedMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.AppliedMessage & atlasnet.log.AppliedMessage.$Shape} AppliedMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.AppliedMessage & atlasnet.log.AppliedMessage.$Shape;
        }

        namespace AppliedMessage {

            /** Properties of an AppliedMessage. */
            interface $Properties {

                /** AppliedMessage from */
                from?: (number|null);

                /** AppliedMessage number */
                number?: (number|null);

                /** AppliedMessage message */
                message?: (atlasnet.log.RegionMessage.$Properties|null);

                /** AppliedMessage arrived */
                arrived?: (number|null);

                /** AppliedMessage stateHash */
                stateHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AppliedMessage. */
            type $Shape = {
              from?: number|null;
              number?: number|null;
              message?: atlasnet.log.RegionMessage.$Shape|null;
              arrived?: number|null;
              stateHash?: number|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an AppliedCommand.
         * @deprecated Use atlasnet.log.AppliedCommand.$Properties instead.
         */
        interface IAppliedCommand extends atlasnet.log.AppliedCommand.$Properties {
        }

        /** Represents an AppliedCommand. */
        class AppliedCommand {

            /**
             * Constructs a new AppliedCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.AppliedCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AppliedCommand session. */
            session: number;

            /** AppliedCommand number. */
            number: number;

            /** AppliedCommand inputSequence. */
            inputSequence: number;

            /** AppliedCommand kind. */
            kind: number;

            /** AppliedCommand payload. */
            payload: Uint8Array;

            /** AppliedCommand result. */
            result: number;

            /** AppliedCommand worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new AppliedCommand instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AppliedCommand instance
             */
            static create(properties: atlasnet.log.AppliedCommand.$Shape): atlasnet.log.AppliedCommand & atlasnet.log.AppliedCommand.$Shape;
            static create(properties?: atlasnet.log.AppliedCommand.$Properties): atlasnet.log.AppliedCommand;

            /**
             * Encodes the specified AppliedCommand message. Does not implicitly {@link atlasnet.log.AppliedCommand.verify|verify} messages.
             * @param message AppliedCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.AppliedCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AppliedCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.AppliedCommand & atlasnet.log.AppliedCommand.$Shape} AppliedCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.AppliedCommand & atlasnet.log.AppliedCommand.$Shape;
        }

        namespace AppliedCommand {

            /** Properties of an AppliedCommand. */
            interface $Properties {

                /** AppliedCommand session */
                session?: (number|null);

                /** AppliedCommand number */
                number?: (number|null);

                /** AppliedCommand inputSequence */
                inputSequence?: (number|null);

                /** AppliedCommand kind */
                kind?: (number|null);

                /** AppliedCommand payload */
                payload?: (Uint8Array|null);

                /** AppliedCommand result */
                result?: (number|null);

                /** AppliedCommand worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AppliedCommand. */
            type $Shape = atlasnet.log.AppliedCommand.$Properties;
        }

        /** CommandResult enum. */
        enum CommandResult {

            /** APPLIED value */
            APPLIED = 0,

            /** REFUSED_UNKNOWN value */
            REFUSED_UNKNOWN = 1,

            /** REFUSED_MALFORMED value */
            REFUSED_MALFORMED = 2,

            /** REFUSED_BY_GAME value */
            REFUSED_BY_GAME = 3,

            /** FAILED value */
            FAILED = 4,

            /** REFUSED_NO_AVATAR value */
            REFUSED_NO_AVATAR = 5
        }

        /**
         * Properties of a CellGroup.
         * @deprecated Use atlasnet.log.CellGroup.$Properties instead.
         */
        interface ICellGroup extends atlasnet.log.CellGroup.$Properties {
        }

        /** Represents a CellGroup. */
        class CellGroup {

            /**
             * Constructs a new CellGroup.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.CellGroup.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CellGroup x. */
            x: number;

            /** CellGroup y. */
            y: number;

            /** CellGroup z. */
            z: number;

            /** CellGroup columns. */
            columns: Uint8Array;

            /**
             * Creates a new CellGroup instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CellGroup instance
             */
            static create(properties: atlasnet.log.CellGroup.$Shape): atlasnet.log.CellGroup & atlasnet.log.CellGroup.$Shape;
            static create(properties?: atlasnet.log.CellGroup.$Properties): atlasnet.log.CellGroup;

            /**
             * Encodes the specified CellGroup message. Does not implicitly {@link atlasnet.log.CellGroup.verify|verify} messages.
             * @param message CellGroup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.CellGroup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CellGroup message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.CellGroup & atlasnet.log.CellGroup.$Shape} CellGroup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.CellGroup & atlasnet.log.CellGroup.$Shape;
        }

        namespace CellGroup {

            /** Properties of a CellGroup. */
            interface $Properties {

                /** CellGroup x */
                x?: (number|null);

                /** CellGroup y */
                y?: (number|null);

                /** CellGroup z */
                z?: (number|null);

                /** CellGroup columns */
                columns?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CellGroup. */
            type $Shape = atlasnet.log.CellGroup.$Properties;
        }

        /**
         * Properties of an OutboxMessage.
         * @deprecated Use atlasnet.log.OutboxMessage.$Properties instead.
         */
        interface IOutboxMessage extends atlasnet.log.OutboxMessage.$Properties {
        }

        /** Represents an OutboxMessage. */
        class OutboxMessage {

            /**
             * Constructs a new OutboxMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.OutboxMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OutboxMessage to. */
            to: number;

            /** OutboxMessage number. */
            number: number;

            /** OutboxMessage message. */
            message?: (atlasnet.log.RegionMessage.$Properties|null);

            /**
             * Creates a new OutboxMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OutboxMessage instance
             */
            static create(properties: atlasnet.log.OutboxMessage.$Shape): atlasnet.log.OutboxMessage & atlasnet.log.OutboxMessage.$Shape;
            static create(properties?: atlasnet.log.OutboxMessage.$Properties): atlasnet.log.OutboxMessage;

            /**
             * Encodes the specified OutboxMessage message. Does not implicitly {@link atlasnet.log.OutboxMessage.verify|verify} messages.
             * @param message OutboxMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.OutboxMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OutboxMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.OutboxMessage & atlasnet.log.OutboxMessage.$Shape} OutboxMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.OutboxMessage & atlasnet.log.OutboxMessage.$Shape;
        }

        namespace OutboxMessage {

            /** Properties of an OutboxMessage. */
            interface $Properties {

                /** OutboxMessage to */
                to?: (number|null);

                /** OutboxMessage number */
                number?: (number|null);

                /** OutboxMessage message */
                message?: (atlasnet.log.RegionMessage.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OutboxMessage. */
            type $Shape = {
              to?: number|null;
              number?: number|null;
              message?: atlasnet.log.RegionMessage.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a RegionMessage.
         * @deprecated Use atlasnet.log.RegionMessage.$Properties instead.
         */
        interface IRegionMessage extends atlasnet.log.RegionMessage.$Properties {
        }

        /** Represents a RegionMessage. */
        class RegionMessage {

            /**
             * Constructs a new RegionMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.RegionMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RegionMessage hops. */
            hops: number;

            /** RegionMessage mapVersion. */
            mapVersion: number;

            /** RegionMessage handoff. */
            handoff?: (atlasnet.log.Handoff.$Properties|null);

            /** RegionMessage entityMessage. */
            entityMessage?: (atlasnet.log.EntityMessage.$Properties|null);

            /** RegionMessage sessionHome. */
            sessionHome?: (atlasnet.log.SessionHome.$Properties|null);

            /** RegionMessage returned. */
            returned?: (atlasnet.log.ReturnedMessage.$Properties|null);

            /** RegionMessage start. */
            start?: (atlasnet.log.StartWorld.$Properties|null);

            /** RegionMessage taskResult. */
            taskResult?: (atlasnet.log.TaskResult.$Properties|null);

            /** RegionMessage sessionWord. */
            sessionWord?: (atlasnet.log.SessionWord.$Properties|null);

            /** RegionMessage whereabouts. */
            whereabouts?: (atlasnet.log.Whereabouts.$Properties|null);

            /** RegionMessage tick. */
            tick: number;

            /** RegionMessage origin. */
            origin: number;

            /** RegionMessage body. */
            body?: ("handoff"|"entityMessage"|"sessionHome"|"returned"|"start"|"taskResult"|"sessionWord"|"whereabouts");

            /**
             * Creates a new RegionMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RegionMessage instance
             */
            static create(properties: atlasnet.log.RegionMessage.$Shape): atlasnet.log.RegionMessage & atlasnet.log.RegionMessage.$Shape;
            static create(properties?: atlasnet.log.RegionMessage.$Properties): atlasnet.log.RegionMessage;

            /**
             * Encodes the specified RegionMessage message. Does not implicitly {@link atlasnet.log.RegionMessage.verify|verify} messages.
             * @param message RegionMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.RegionMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RegionMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.RegionMessage & atlasnet.log.RegionMessage.$Shape} RegionMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.RegionMessage & atlasnet.log.RegionMessage.$Shape;
        }

        namespace RegionMessage {

            /** Properties of a RegionMessage. */
            interface $Properties {

                /** RegionMessage hops */
                hops?: (number|null);

                /** RegionMessage mapVersion */
                mapVersion?: (number|null);

                /** RegionMessage handoff */
                handoff?: (atlasnet.log.Handoff.$Properties|null);

                /** RegionMessage entityMessage */
                entityMessage?: (atlasnet.log.EntityMessage.$Properties|null);

                /** RegionMessage sessionHome */
                sessionHome?: (atlasnet.log.SessionHome.$Properties|null);

                /** RegionMessage returned */
                returned?: (atlasnet.log.ReturnedMessage.$Properties|null);

                /** RegionMessage start */
                start?: (atlasnet.log.StartWorld.$Properties|null);

                /** RegionMessage taskResult */
                taskResult?: (atlasnet.log.TaskResult.$Properties|null);

                /** RegionMessage sessionWord */
                sessionWord?: (atlasnet.log.SessionWord.$Properties|null);

                /** RegionMessage whereabouts */
                whereabouts?: (atlasnet.log.Whereabouts.$Properties|null);

                /** RegionMessage tick */
                tick?: (number|null);

                /** RegionMessage origin */
                origin?: (number|null);

                /** RegionMessage body */
                body?: ("handoff"|"entityMessage"|"sessionHome"|"returned"|"start"|"taskResult"|"sessionWord"|"whereabouts");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a RegionMessage. */
            type $Shape = {
              hops?: number|null;
              mapVersion?: number|null;
              handoff?: atlasnet.log.Handoff.$Shape|null;
              entityMessage?: atlasnet.log.EntityMessage.$Shape|null;
              sessionHome?: atlasnet.log.SessionHome.$Shape|null;
              returned?: atlasnet.log.ReturnedMessage.$Shape|null;
              start?: atlasnet.log.StartWorld.$Shape|null;
              taskResult?: atlasnet.log.TaskResult.$Shape|null;
              sessionWord?: atlasnet.log.SessionWord.$Shape|null;
              whereabouts?: atlasnet.log.Whereabouts.$Shape|null;
              tick?: number|null;
              origin?: number|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; handoff?: null; entityMessage?: null; sessionHome?: null; returned?: null; start?: null; taskResult?: null; sessionWord?: null; whereabouts?: null }|{ body?: "handoff"; handoff: atlasnet.log.Handoff.$Shape; entityMessage?: null; sessionHome?: null; returned?: null; start?: null; taskResult?: null; sessionWord?: null; whereabouts?: null }|{ body?: "entityMessage"; handoff?: null; entityMessage: atlasnet.log.EntityMessage.$Shape; sessionHome?: null; returned?: null; start?: null; taskResult?: null; sessionWord?: null; whereabouts?: null }|{ body?: "sessionHome"; handoff?: null; entityMessage?: null; sessionHome: atlasnet.log.SessionHome.$Shape; returned?: null; start?: null; taskResult?: null; sessionWord?: null; whereabouts?: null }|{ body?: "returned"; handoff?: null; entityMessage?: null; sessionHome?: null; returned: atlasnet.log.ReturnedMessage.$Shape; start?: null; taskResult?: null; sessionWord?: null; whereabouts?: null }|{ body?: "start"; handoff?: null; entityMessage?: null; sessionHome?: null; returned?: null; start: atlasnet.log.StartWorld.$Shape; taskResult?: null; sessionWord?: null; whereabouts?: null }|{ body?: "taskResult"; handoff?: null; entityMessage?: null; sessionHome?: null; returned?: null; start?: null; taskResult: atlasnet.log.TaskResult.$Shape; sessionWord?: null; whereabouts?: null }|{ body?: "sessionWord"; handoff?: null; entityMessage?: null; sessionHome?: null; returned?: null; start?: null; taskResult?: null; sessionWord: atlasnet.log.SessionWord.$Shape; whereabouts?: null }|{ body?: "whereabouts"; handoff?: null; entityMessage?: null; sessionHome?: null; returned?: null; start?: null; taskResult?: null; sessionWord?: null; whereabouts: atlasnet.log.Whereabouts.$Shape })
            );
        }

        /**
         * Properties of a Whereabouts.
         * @deprecated Use atlasnet.log.Whereabouts.$Properties instead.
         */
        interface IWhereabouts extends atlasnet.log.Whereabouts.$Properties {
        }

        /** Represents a Whereabouts. */
        class Whereabouts {

            /**
             * Constructs a new Whereabouts.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Whereabouts.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Whereabouts entity. */
            entity: number;

            /** Whereabouts region. */
            region: number;

            /** Whereabouts tick. */
            tick: number;

            /**
             * Creates a new Whereabouts instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Whereabouts instance
             */
            static create(properties: atlasnet.log.Whereabouts.$Shape): atlasnet.log.Whereabouts & atlasnet.log.Whereabouts.$Shape;
            static create(properties?: atlasnet.log.Whereabouts.$Properties): atlasnet.log.Whereabouts;

            /**
             * Encodes the specified Whereabouts message. Does not implicitly {@link atlasnet.log.Whereabouts.verify|verify} messages.
             * @param message Whereabouts message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Whereabouts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Whereabouts message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Whereabouts & atlasnet.log.Whereabouts.$Shape} Whereabouts
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Whereabouts & atlasnet.log.Whereabouts.$Shape;
        }

        namespace Whereabouts {

            /** Properties of a Whereabouts. */
            interface $Properties {

                /** Whereabouts entity */
                entity?: (number|null);

                /** Whereabouts region */
                region?: (number|null);

                /** Whereabouts tick */
                tick?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Whereabouts. */
            type $Shape = atlasnet.log.Whereabouts.$Properties;
        }

        /**
         * Properties of a Handoff.
         * @deprecated Use atlasnet.log.Handoff.$Properties instead.
         */
        interface IHandoff extends atlasnet.log.Handoff.$Properties {
        }

        /** Represents a Handoff. */
        class Handoff {

            /**
             * Constructs a new Handoff.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Handoff.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Handoff entity. */
            entity: number;

            /** Handoff state. */
            state: Uint8Array;

            /** Handoff session. */
            session?: (atlasnet.log.SessionState.$Properties|null);

            /** Handoff sinceTick. */
            sinceTick: number;

            /** Handoff worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new Handoff instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Handoff instance
             */
            static create(properties: atlasnet.log.Handoff.$Shape): atlasnet.log.Handoff & atlasnet.log.Handoff.$Shape;
            static create(properties?: atlasnet.log.Handoff.$Properties): atlasnet.log.Handoff;

            /**
             * Encodes the specified Handoff message. Does not implicitly {@link atlasnet.log.Handoff.verify|verify} messages.
             * @param message Handoff message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Handoff.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Handoff message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Handoff & atlasnet.log.Handoff.$Shape} Handoff
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Handoff & atlasnet.log.Handoff.$Shape;
        }

        namespace Handoff {

            /** Properties of a Handoff. */
            interface $Properties {

                /** Handoff entity */
                entity?: (number|null);

                /** Handoff state */
                state?: (Uint8Array|null);

                /** Handoff session */
                session?: (atlasnet.log.SessionState.$Properties|null);

                /** Handoff sinceTick */
                sinceTick?: (number|null);

                /** Handoff worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Handoff. */
            type $Shape = atlasnet.log.Handoff.$Properties;
        }

        /**
         * Properties of an EntityMessage.
         * @deprecated Use atlasnet.log.EntityMessage.$Properties instead.
         */
        interface IEntityMessage extends atlasnet.log.EntityMessage.$Properties {
        }

        /** Represents an EntityMessage. */
        class EntityMessage {

            /**
             * Constructs a new EntityMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.EntityMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EntityMessage target. */
            target: number;

            /** EntityMessage sender. */
            sender: number;

            /** EntityMessage kind. */
            kind: number;

            /** EntityMessage payload. */
            payload: Uint8Array;

            /** EntityMessage worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new EntityMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EntityMessage instance
             */
            static create(properties: atlasnet.log.EntityMessage.$Shape): atlasnet.log.EntityMessage & atlasnet.log.EntityMessage.$Shape;
            static create(properties?: atlasnet.log.EntityMessage.$Properties): atlasnet.log.EntityMessage;

            /**
             * Encodes the specified EntityMessage message. Does not implicitly {@link atlasnet.log.EntityMessage.verify|verify} messages.
             * @param message EntityMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.EntityMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EntityMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.EntityMessage & atlasnet.log.EntityMessage.$Shape} EntityMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.EntityMessage & atlasnet.log.EntityMessage.$Shape;
        }

        namespace EntityMessage {

            /** Properties of an EntityMessage. */
            interface $Properties {

                /** EntityMessage target */
                target?: (number|null);

                /** EntityMessage sender */
                sender?: (number|null);

                /** EntityMessage kind */
                kind?: (number|null);

                /** EntityMessage payload */
                payload?: (Uint8Array|null);

                /** EntityMessage worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EntityMessage. */
            type $Shape = atlasnet.log.EntityMessage.$Properties;
        }

        /**
         * Properties of a SessionHome.
         * @deprecated Use atlasnet.log.SessionHome.$Properties instead.
         */
        interface ISessionHome extends atlasnet.log.SessionHome.$Properties {
        }

        /** Represents a SessionHome. */
        class SessionHome {

            /**
             * Constructs a new SessionHome.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.SessionHome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionHome session. */
            session?: (atlasnet.log.SessionState.$Properties|null);

            /**
             * Creates a new SessionHome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionHome instance
             */
            static create(properties: atlasnet.log.SessionHome.$Shape): atlasnet.log.SessionHome & atlasnet.log.SessionHome.$Shape;
            static create(properties?: atlasnet.log.SessionHome.$Properties): atlasnet.log.SessionHome;

            /**
             * Encodes the specified SessionHome message. Does not implicitly {@link atlasnet.log.SessionHome.verify|verify} messages.
             * @param message SessionHome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.SessionHome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionHome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.SessionHome & atlasnet.log.SessionHome.$Shape} SessionHome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.SessionHome & atlasnet.log.SessionHome.$Shape;
        }

        namespace SessionHome {

            /** Properties of a SessionHome. */
            interface $Properties {

                /** SessionHome session */
                session?: (atlasnet.log.SessionState.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionHome. */
            type $Shape = atlasnet.log.SessionHome.$Properties;
        }

        /**
         * Properties of a SessionWord.
         * @deprecated Use atlasnet.log.SessionWord.$Properties instead.
         */
        interface ISessionWord extends atlasnet.log.SessionWord.$Properties {
        }

        /** Represents a SessionWord. */
        class SessionWord {

            /**
             * Constructs a new SessionWord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.SessionWord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionWord session. */
            session: number;

            /** SessionWord generation. */
            generation: number;

            /** SessionWord kind. */
            kind: number;

            /** SessionWord entity. */
            entity: number;

            /**
             * Creates a new SessionWord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionWord instance
             */
            static create(properties: atlasnet.log.SessionWord.$Shape): atlasnet.log.SessionWord & atlasnet.log.SessionWord.$Shape;
            static create(properties?: atlasnet.log.SessionWord.$Properties): atlasnet.log.SessionWord;

            /**
             * Encodes the specified SessionWord message. Does not implicitly {@link atlasnet.log.SessionWord.verify|verify} messages.
             * @param message SessionWord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.SessionWord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionWord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.SessionWord & atlasnet.log.SessionWord.$Shape} SessionWord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.SessionWord & atlasnet.log.SessionWord.$Shape;
        }

        namespace SessionWord {

            /** Properties of a SessionWord. */
            interface $Properties {

                /** SessionWord session */
                session?: (number|null);

                /** SessionWord generation */
                generation?: (number|null);

                /** SessionWord kind */
                kind?: (number|null);

                /** SessionWord entity */
                entity?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionWord. */
            type $Shape = atlasnet.log.SessionWord.$Properties;
        }

        /**
         * Properties of a ReturnedMessage.
         * @deprecated Use atlasnet.log.ReturnedMessage.$Properties instead.
         */
        interface IReturnedMessage extends atlasnet.log.ReturnedMessage.$Properties {
        }

        /** Represents a ReturnedMessage. */
        class ReturnedMessage {

            /**
             * Constructs a new ReturnedMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.ReturnedMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReturnedMessage refusedBy. */
            refusedBy: number;

            /** ReturnedMessage reason. */
            reason: number;

            /** ReturnedMessage original. */
            original?: (atlasnet.log.RegionMessage.$Properties|null);

            /**
             * Creates a new ReturnedMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReturnedMessage instance
             */
            static create(properties: atlasnet.log.ReturnedMessage.$Shape): atlasnet.log.ReturnedMessage & atlasnet.log.ReturnedMessage.$Shape;
            static create(properties?: atlasnet.log.ReturnedMessage.$Properties): atlasnet.log.ReturnedMessage;

            /**
             * Encodes the specified ReturnedMessage message. Does not implicitly {@link atlasnet.log.ReturnedMessage.verify|verify} messages.
             * @param message ReturnedMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.ReturnedMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReturnedMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.ReturnedMessage & atlasnet.log.ReturnedMessage.$Shape} ReturnedMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.ReturnedMessage & atlasnet.log.ReturnedMessage.$Shape;
        }

        namespace ReturnedMessage {

            /** Properties of a ReturnedMessage. */
            interface $Properties {

                /** ReturnedMessage refusedBy */
                refusedBy?: (number|null);

                /** ReturnedMessage reason */
                reason?: (number|null);

                /** ReturnedMessage original */
                original?: (atlasnet.log.RegionMessage.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReturnedMessage. */
            type $Shape = {
              refusedBy?: number|null;
              reason?: number|null;
              original?: atlasnet.log.RegionMessage.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a StartWorld.
         * @deprecated Use atlasnet.log.StartWorld.$Properties instead.
         */
        interface IStartWorld extends atlasnet.log.StartWorld.$Properties {
        }

        /** Represents a StartWorld. */
        class StartWorld {

            /**
             * Constructs a new StartWorld.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.StartWorld.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StartWorld seed. */
            seed: number;

            /**
             * Creates a new StartWorld instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StartWorld instance
             */
            static create(properties: atlasnet.log.StartWorld.$Shape): atlasnet.log.StartWorld & atlasnet.log.StartWorld.$Shape;
            static create(properties?: atlasnet.log.StartWorld.$Properties): atlasnet.log.StartWorld;

            /**
             * Encodes the specified StartWorld message. Does not implicitly {@link atlasnet.log.StartWorld.verify|verify} messages.
             * @param message StartWorld message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.StartWorld.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StartWorld message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.StartWorld & atlasnet.log.StartWorld.$Shape} StartWorld
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.StartWorld & atlasnet.log.StartWorld.$Shape;
        }

        namespace StartWorld {

            /** Properties of a StartWorld. */
            interface $Properties {

                /** StartWorld seed */
                seed?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StartWorld. */
            type $Shape = atlasnet.log.StartWorld.$Properties;
        }

        /**
         * Properties of a Job.
         * @deprecated Use atlasnet.log.Job.$Properties instead.
         */
        interface IJob extends atlasnet.log.Job.$Properties {
        }

        /** Represents a Job. */
        class Job {

            /**
             * Constructs a new Job.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Job.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Job region. */
            region: number;

            /** Job epoch. */
            epoch: number;

            /** Job n. */
            n: number;

            /** Job index. */
            index: number;

            /** Job name. */
            name: string;

            /** Job arguments. */
            arguments: Uint8Array;

            /** Job entity. */
            entity: number;

            /** Job tick. */
            tick: number;

            /** Job worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new Job instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Job instance
             */
            static create(properties: atlasnet.log.Job.$Shape): atlasnet.log.Job & atlasnet.log.Job.$Shape;
            static create(properties?: atlasnet.log.Job.$Properties): atlasnet.log.Job;

            /**
             * Encodes the specified Job message. Does not implicitly {@link atlasnet.log.Job.verify|verify} messages.
             * @param message Job message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Job.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Job message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Job & atlasnet.log.Job.$Shape} Job
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Job & atlasnet.log.Job.$Shape;
        }

        namespace Job {

            /** Properties of a Job. */
            interface $Properties {

                /** Job region */
                region?: (number|null);

                /** Job epoch */
                epoch?: (number|null);

                /** Job n */
                n?: (number|null);

                /** Job index */
                index?: (number|null);

                /** Job name */
                name?: (string|null);

                /** Job arguments */
                "arguments"?: (Uint8Array|null);

                /** Job entity */
                entity?: (number|null);

                /** Job tick */
                tick?: (number|null);

                /** Job worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Job. */
            type $Shape = atlasnet.log.Job.$Properties;
        }

        /**
         * Properties of a TaskResult.
         * @deprecated Use atlasnet.log.TaskResult.$Properties instead.
         */
        interface ITaskResult extends atlasnet.log.TaskResult.$Properties {
        }

        /** Represents a TaskResult. */
        class TaskResult {

            /**
             * Constructs a new TaskResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.TaskResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TaskResult job. */
            job: string;

            /** TaskResult name. */
            name: string;

            /** TaskResult status. */
            status: number;

            /** TaskResult payload. */
            payload: Uint8Array;

            /** TaskResult entity. */
            entity: number;

            /** TaskResult text. */
            text: string;

            /** TaskResult arguments. */
            arguments: Uint8Array;

            /** TaskResult worldSchemaHash. */
            worldSchemaHash: number;

            /**
             * Creates a new TaskResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TaskResult instance
             */
            static create(properties: atlasnet.log.TaskResult.$Shape): atlasnet.log.TaskResult & atlasnet.log.TaskResult.$Shape;
            static create(properties?: atlasnet.log.TaskResult.$Properties): atlasnet.log.TaskResult;

            /**
             * Encodes the specified TaskResult message. Does not implicitly {@link atlasnet.log.TaskResult.verify|verify} messages.
             * @param message TaskResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.TaskResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TaskResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.TaskResult & atlasnet.log.TaskResult.$Shape} TaskResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.TaskResult & atlasnet.log.TaskResult.$Shape;
        }

        namespace TaskResult {

            /** Properties of a TaskResult. */
            interface $Properties {

                /** TaskResult job */
                job?: (string|null);

                /** TaskResult name */
                name?: (string|null);

                /** TaskResult status */
                status?: (number|null);

                /** TaskResult payload */
                payload?: (Uint8Array|null);

                /** TaskResult entity */
                entity?: (number|null);

                /** TaskResult text */
                text?: (string|null);

                /** TaskResult arguments */
                "arguments"?: (Uint8Array|null);

                /** TaskResult worldSchemaHash */
                worldSchemaHash?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TaskResult. */
            type $Shape = atlasnet.log.TaskResult.$Properties;
        }

        /** TaskStatus enum. */
        enum TaskStatus {

            /** DONE value */
            DONE = 0,

            /** UNKNOWN_TASK value */
            UNKNOWN_TASK = 1,

            /** MALFORMED value */
            MALFORMED = 2,

            /** THREW value */
            THREW = 3,

            /** TIMED_OUT value */
            TIMED_OUT = 4,

            /** GIVEN_UP value */
            GIVEN_UP = 5,

            /** TOO_MANY value */
            TOO_MANY = 6
        }

        /**
         * Properties of a Refusal.
         * @deprecated Use atlasnet.log.Refusal.$Properties instead.
         */
        interface IRefusal extends atlasnet.log.Refusal.$Properties {
        }

        /** Represents a Refusal. */
        class Refusal {

            /**
             * Constructs a new Refusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Refusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refusal from. */
            from: number;

            /** Refusal number. */
            number: number;

            /** Refusal reason. */
            reason: number;

            /** Refusal undeliverable. */
            undeliverable: boolean;

            /**
             * Creates a new Refusal instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refusal instance
             */
            static create(properties: atlasnet.log.Refusal.$Shape): atlasnet.log.Refusal & atlasnet.log.Refusal.$Shape;
            static create(properties?: atlasnet.log.Refusal.$Properties): atlasnet.log.Refusal;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link atlasnet.log.Refusal.verify|verify} messages.
             * @param message Refusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Refusal & atlasnet.log.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Refusal & atlasnet.log.Refusal.$Shape;
        }

        namespace Refusal {

            /** Properties of a Refusal. */
            interface $Properties {

                /** Refusal from */
                from?: (number|null);

                /** Refusal number */
                number?: (number|null);

                /** Refusal reason */
                reason?: (number|null);

                /** Refusal undeliverable */
                undeliverable?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refusal. */
            type $Shape = atlasnet.log.Refusal.$Properties;
        }

        /**
         * Properties of a Departure.
         * @deprecated Use atlasnet.log.Departure.$Properties instead.
         */
        interface IDeparture extends atlasnet.log.Departure.$Properties {
        }

        /** Represents a Departure. */
        class Departure {

            /**
             * Constructs a new Departure.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Departure.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Departure entity. */
            entity: number;

            /** Departure to. */
            to: number;

            /** Departure number. */
            number: number;

            /** Departure cellX. */
            cellX: number;

            /** Departure cellY. */
            cellY: number;

            /** Departure cellZ. */
            cellZ: number;

            /**
             * Creates a new Departure instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Departure instance
             */
            static create(properties: atlasnet.log.Departure.$Shape): atlasnet.log.Departure & atlasnet.log.Departure.$Shape;
            static create(properties?: atlasnet.log.Departure.$Properties): atlasnet.log.Departure;

            /**
             * Encodes the specified Departure message. Does not implicitly {@link atlasnet.log.Departure.verify|verify} messages.
             * @param message Departure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Departure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Departure message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Departure & atlasnet.log.Departure.$Shape} Departure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Departure & atlasnet.log.Departure.$Shape;
        }

        namespace Departure {

            /** Properties of a Departure. */
            interface $Properties {

                /** Departure entity */
                entity?: (number|null);

                /** Departure to */
                to?: (number|null);

                /** Departure number */
                number?: (number|null);

                /** Departure cellX */
                cellX?: (number|null);

                /** Departure cellY */
                cellY?: (number|null);

                /** Departure cellZ */
                cellZ?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Departure. */
            type $Shape = atlasnet.log.Departure.$Properties;
        }

        /**
         * Properties of a SessionState.
         * @deprecated Use atlasnet.log.SessionState.$Properties instead.
         */
        interface ISessionState extends atlasnet.log.SessionState.$Properties {
        }

        /** Represents a SessionState. */
        class SessionState {

            /**
             * Constructs a new SessionState.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.SessionState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionState session. */
            session: number;

            /** SessionState account. */
            account: string;

            /** SessionState generation. */
            generation: number;

            /** SessionState commandNumber. */
            commandNumber: number;

            /** SessionState inputSequence. */
            inputSequence: number;

            /** SessionState avatar. */
            avatar: number;

            /** SessionState home. */
            home: number;

            /** SessionState status. */
            status: number;

            /** SessionState sinceTick. */
            sinceTick: number;

            /** SessionState game. */
            game: Uint8Array;

            /**
             * Creates a new SessionState instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionState instance
             */
            static create(properties: atlasnet.log.SessionState.$Shape): atlasnet.log.SessionState & atlasnet.log.SessionState.$Shape;
            static create(properties?: atlasnet.log.SessionState.$Properties): atlasnet.log.SessionState;

            /**
             * Encodes the specified SessionState message. Does not implicitly {@link atlasnet.log.SessionState.verify|verify} messages.
             * @param message SessionState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.SessionState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.SessionState & atlasnet.log.SessionState.$Shape} SessionState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.SessionState & atlasnet.log.SessionState.$Shape;
        }

        namespace SessionState {

            /** Properties of a SessionState. */
            interface $Properties {

                /** SessionState session */
                session?: (number|null);

                /** SessionState account */
                account?: (string|null);

                /** SessionState generation */
                generation?: (number|null);

                /** SessionState commandNumber */
                commandNumber?: (number|null);

                /** SessionState inputSequence */
                inputSequence?: (number|null);

                /** SessionState avatar */
                avatar?: (number|null);

                /** SessionState home */
                home?: (number|null);

                /** SessionState status */
                status?: (number|null);

                /** SessionState sinceTick */
                sinceTick?: (number|null);

                /** SessionState game */
                game?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionState. */
            type $Shape = atlasnet.log.SessionState.$Properties;
        }

        /**
         * Properties of a SessionUpdate.
         * @deprecated Use atlasnet.log.SessionUpdate.$Properties instead.
         */
        interface ISessionUpdate extends atlasnet.log.SessionUpdate.$Properties {
        }

        /** Represents a SessionUpdate. */
        class SessionUpdate {

            /**
             * Constructs a new SessionUpdate.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.SessionUpdate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionUpdate state. */
            state?: (atlasnet.log.SessionState.$Properties|null);

            /** SessionUpdate removed. */
            removed: boolean;

            /** SessionUpdate answers. */
            answers: atlasnet.log.CommandAnswer.$Properties[];

            /** SessionUpdate session. */
            session: number;

            /** SessionUpdate commandNumber. */
            commandNumber: number;

            /** SessionUpdate answeredAfter. */
            answeredAfter: number;

            /** SessionUpdate refusal. */
            refusal: number;

            /**
             * Creates a new SessionUpdate instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionUpdate instance
             */
            static create(properties: atlasnet.log.SessionUpdate.$Shape): atlasnet.log.SessionUpdate & atlasnet.log.SessionUpdate.$Shape;
            static create(properties?: atlasnet.log.SessionUpdate.$Properties): atlasnet.log.SessionUpdate;

            /**
             * Encodes the specified SessionUpdate message. Does not implicitly {@link atlasnet.log.SessionUpdate.verify|verify} messages.
             * @param message SessionUpdate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.SessionUpdate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionUpdate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.SessionUpdate & atlasnet.log.SessionUpdate.$Shape} SessionUpdate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.SessionUpdate & atlasnet.log.SessionUpdate.$Shape;
        }

        namespace SessionUpdate {

            /** Properties of a SessionUpdate. */
            interface $Properties {

                /** SessionUpdate state */
                state?: (atlasnet.log.SessionState.$Properties|null);

                /** SessionUpdate removed */
                removed?: (boolean|null);

                /** SessionUpdate answers */
                answers?: (atlasnet.log.CommandAnswer.$Properties[]|null);

                /** SessionUpdate session */
                session?: (number|null);

                /** SessionUpdate commandNumber */
                commandNumber?: (number|null);

                /** SessionUpdate answeredAfter */
                answeredAfter?: (number|null);

                /** SessionUpdate refusal */
                refusal?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionUpdate. */
            type $Shape = atlasnet.log.SessionUpdate.$Properties;
        }

        /**
         * Properties of a CommandAnswer.
         * @deprecated Use atlasnet.log.CommandAnswer.$Properties instead.
         */
        interface ICommandAnswer extends atlasnet.log.CommandAnswer.$Properties {
        }

        /** Represents a CommandAnswer. */
        class CommandAnswer {

            /**
             * Constructs a new CommandAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.CommandAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandAnswer number. */
            number: number;

            /** CommandAnswer result. */
            result: number;

            /** CommandAnswer text. */
            text: string;

            /**
             * Creates a new CommandAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandAnswer instance
             */
            static create(properties: atlasnet.log.CommandAnswer.$Shape): atlasnet.log.CommandAnswer & atlasnet.log.CommandAnswer.$Shape;
            static create(properties?: atlasnet.log.CommandAnswer.$Properties): atlasnet.log.CommandAnswer;

            /**
             * Encodes the specified CommandAnswer message. Does not implicitly {@link atlasnet.log.CommandAnswer.verify|verify} messages.
             * @param message CommandAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.CommandAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.CommandAnswer & atlasnet.log.CommandAnswer.$Shape} CommandAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.CommandAnswer & atlasnet.log.CommandAnswer.$Shape;
        }

        namespace CommandAnswer {

            /** Properties of a CommandAnswer. */
            interface $Properties {

                /** CommandAnswer number */
                number?: (number|null);

                /** CommandAnswer result */
                result?: (number|null);

                /** CommandAnswer text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandAnswer. */
            type $Shape = atlasnet.log.CommandAnswer.$Properties;
        }

        /**
         * Properties of a ReportedFault.
         * @deprecated Use atlasnet.log.ReportedFault.$Properties instead.
         */
        interface IReportedFault extends atlasnet.log.ReportedFault.$Properties {
        }

        /** Represents a ReportedFault. */
        class ReportedFault {

            /**
             * Constructs a new ReportedFault.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.ReportedFault.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReportedFault hook. */
            hook: string;

            /** ReportedFault entity. */
            entity: number;

            /** ReportedFault text. */
            text: string;

            /**
             * Creates a new ReportedFault instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReportedFault instance
             */
            static create(properties: atlasnet.log.ReportedFault.$Shape): atlasnet.log.ReportedFault & atlasnet.log.ReportedFault.$Shape;
            static create(properties?: atlasnet.log.ReportedFault.$Properties): atlasnet.log.ReportedFault;

            /**
             * Encodes the specified ReportedFault message. Does not implicitly {@link atlasnet.log.ReportedFault.verify|verify} messages.
             * @param message ReportedFault message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.ReportedFault.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReportedFault message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.ReportedFault & atlasnet.log.ReportedFault.$Shape} ReportedFault
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.ReportedFault & atlasnet.log.ReportedFault.$Shape;
        }

        namespace ReportedFault {

            /** Properties of a ReportedFault. */
            interface $Properties {

                /** ReportedFault hook */
                hook?: (string|null);

                /** ReportedFault entity */
                entity?: (number|null);

                /** ReportedFault text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReportedFault. */
            type $Shape = atlasnet.log.ReportedFault.$Properties;
        }

        /**
         * Properties of a Timings.
         * @deprecated Use atlasnet.log.Timings.$Properties instead.
         */
        interface ITimings extends atlasnet.log.Timings.$Properties {
        }

        /** Represents a Timings. */
        class Timings {

            /**
             * Constructs a new Timings.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Timings.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Timings tickMicros. */
            tickMicros: number;

            /** Timings gameMicros. */
            gameMicros: number;

            /** Timings encodeMicros. */
            encodeMicros: number;

            /** Timings appendMicros. */
            appendMicros: number;

            /** Timings queuedFrames. */
            queuedFrames: number;

            /** Timings processorMicros. */
            processorMicros: number;

            /**
             * Creates a new Timings instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Timings instance
             */
            static create(properties: atlasnet.log.Timings.$Shape): atlasnet.log.Timings & atlasnet.log.Timings.$Shape;
            static create(properties?: atlasnet.log.Timings.$Properties): atlasnet.log.Timings;

            /**
             * Encodes the specified Timings message. Does not implicitly {@link atlasnet.log.Timings.verify|verify} messages.
             * @param message Timings message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Timings.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Timings message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Timings & atlasnet.log.Timings.$Shape} Timings
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Timings & atlasnet.log.Timings.$Shape;
        }

        namespace Timings {

            /** Properties of a Timings. */
            interface $Properties {

                /** Timings tickMicros */
                tickMicros?: (number|null);

                /** Timings gameMicros */
                gameMicros?: (number|null);

                /** Timings encodeMicros */
                encodeMicros?: (number|null);

                /** Timings appendMicros */
                appendMicros?: (number|null);

                /** Timings queuedFrames */
                queuedFrames?: (number|null);

                /** Timings processorMicros */
                processorMicros?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Timings. */
            type $Shape = atlasnet.log.Timings.$Properties;
        }

        /**
         * Properties of a MapRecord.
         * @deprecated Use atlasnet.log.MapRecord.$Properties instead.
         */
        interface IMapRecord extends atlasnet.log.MapRecord.$Properties {
        }

        /** Represents a MapRecord. */
        class MapRecord {

            /**
             * Constructs a new MapRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.MapRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MapRecord version. */
            version: number;

            /** MapRecord incarnation. */
            incarnation: Uint8Array;

            /** MapRecord started. */
            started?: (atlasnet.log.Incarnation.$Properties|null);

            /** MapRecord proposal. */
            proposal?: (atlasnet.log.MapProposal.$Properties|null);

            /** MapRecord activation. */
            activation?: (atlasnet.log.MapActivation.$Properties|null);

            /** MapRecord withdrawal. */
            withdrawal?: (atlasnet.log.MapWithdrawal.$Properties|null);

            /** MapRecord assignment. */
            assignment?: (atlasnet.log.Assignment.$Properties|null);

            /** MapRecord timeResumed. */
            timeResumed?: (atlasnet.log.TimeResumed.$Properties|null);

            /** MapRecord retired. */
            retired?: (atlasnet.log.RegionRetired.$Properties|null);

            /** MapRecord body. */
            body?: ("started"|"proposal"|"activation"|"withdrawal"|"assignment"|"timeResumed"|"retired");

            /**
             * Creates a new MapRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MapRecord instance
             */
            static create(properties: atlasnet.log.MapRecord.$Shape): atlasnet.log.MapRecord & atlasnet.log.MapRecord.$Shape;
            static create(properties?: atlasnet.log.MapRecord.$Properties): atlasnet.log.MapRecord;

            /**
             * Encodes the specified MapRecord message. Does not implicitly {@link atlasnet.log.MapRecord.verify|verify} messages.
             * @param message MapRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.MapRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MapRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.MapRecord & atlasnet.log.MapRecord.$Shape} MapRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.MapRecord & atlasnet.log.MapRecord.$Shape;
        }

        namespace MapRecord {

            /** Properties of a MapRecord. */
            interface $Properties {

                /** MapRecord version */
                version?: (number|null);

                /** MapRecord incarnation */
                incarnation?: (Uint8Array|null);

                /** MapRecord started */
                started?: (atlasnet.log.Incarnation.$Properties|null);

                /** MapRecord proposal */
                proposal?: (atlasnet.log.MapProposal.$Properties|null);

                /** MapRecord activation */
                activation?: (atlasnet.log.MapActivation.$Properties|null);

                /** MapRecord withdrawal */
                withdrawal?: (atlasnet.log.MapWithdrawal.$Properties|null);

                /** MapRecord assignment */
                assignment?: (atlasnet.log.Assignment.$Properties|null);

                /** MapRecord timeResumed */
                timeResumed?: (atlasnet.log.TimeResumed.$Properties|null);

                /** MapRecord retired */
                retired?: (atlasnet.log.RegionRetired.$Properties|null);

                /** MapRecord body */
                body?: ("started"|"proposal"|"activation"|"withdrawal"|"assignment"|"timeResumed"|"retired");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a MapRecord. */
            type $Shape = {
              version?: number|null;
              incarnation?: Uint8Array|null;
              started?: atlasnet.log.Incarnation.$Shape|null;
              proposal?: atlasnet.log.MapProposal.$Shape|null;
              activation?: atlasnet.log.MapActivation.$Shape|null;
              withdrawal?: atlasnet.log.MapWithdrawal.$Shape|null;
              assignment?: atlasnet.log.Assignment.$Shape|null;
              timeResumed?: atlasnet.log.TimeResumed.$Shape|null;
              retired?: atlasnet.log.RegionRetired.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; started?: null; proposal?: null; activation?: null; withdrawal?: null; assignment?: null; timeResumed?: null; retired?: null }|{ body?: "started"; started: atlasnet.log.Incarnation.$Shape; proposal?: null; activation?: null; withdrawal?: null; assignment?: null; timeResumed?: null; retired?: null }|{ body?: "proposal"; started?: null; proposal: atlasnet.log.MapProposal.$Shape; activation?: null; withdrawal?: null; assignment?: null; timeResumed?: null; retired?: null }|{ body?: "activation"; started?: null; proposal?: null; activation: atlasnet.log.MapActivation.$Shape; withdrawal?: null; assignment?: null; timeResumed?: null; retired?: null }|{ body?: "withdrawal"; started?: null; proposal?: null; activation?: null; withdrawal: atlasnet.log.MapWithdrawal.$Shape; assignment?: null; timeResumed?: null; retired?: null }|{ body?: "assignment"; started?: null; proposal?: null; activation?: null; withdrawal?: null; assignment: atlasnet.log.Assignment.$Shape; timeResumed?: null; retired?: null }|{ body?: "timeResumed"; started?: null; proposal?: null; activation?: null; withdrawal?: null; assignment?: null; timeResumed: atlasnet.log.TimeResumed.$Shape; retired?: null }|{ body?: "retired"; started?: null; proposal?: null; activation?: null; withdrawal?: null; assignment?: null; timeResumed?: null; retired: atlasnet.log.RegionRetired.$Shape })
            );
        }

        /**
         * Properties of an Incarnation.
         * @deprecated Use atlasnet.log.Incarnation.$Properties instead.
         */
        interface IIncarnation extends atlasnet.log.Incarnation.$Properties {
        }

        /** Represents an Incarnation. */
        class Incarnation {

            /**
             * Constructs a new Incarnation.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Incarnation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Incarnation world. */
            world: string;

            /** Incarnation id. */
            id: Uint8Array;

            /** Incarnation tickZeroMs. */
            tickZeroMs: number;

            /** Incarnation homeCount. */
            homeCount: number;

            /** Incarnation regionsMax. */
            regionsMax: number;

            /** Incarnation tickHz. */
            tickHz: number;

            /** Incarnation seed. */
            seed: number;

            /**
             * Creates a new Incarnation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Incarnation instance
             */
            static create(properties: atlasnet.log.Incarnation.$Shape): atlasnet.log.Incarnation & atlasnet.log.Incarnation.$Shape;
            static create(properties?: atlasnet.log.Incarnation.$Properties): atlasnet.log.Incarnation;

            /**
             * Encodes the specified Incarnation message. Does not implicitly {@link atlasnet.log.Incarnation.verify|verify} messages.
             * @param message Incarnation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Incarnation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Incarnation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Incarnation & atlasnet.log.Incarnation.$Shape} Incarnation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Incarnation & atlasnet.log.Incarnation.$Shape;
        }

        namespace Incarnation {

            /** Properties of an Incarnation. */
            interface $Properties {

                /** Incarnation world */
                world?: (string|null);

                /** Incarnation id */
                id?: (Uint8Array|null);

                /** Incarnation tickZeroMs */
                tickZeroMs?: (number|null);

                /** Incarnation homeCount */
                homeCount?: (number|null);

                /** Incarnation regionsMax */
                regionsMax?: (number|null);

                /** Incarnation tickHz */
                tickHz?: (number|null);

                /** Incarnation seed */
                seed?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Incarnation. */
            type $Shape = atlasnet.log.Incarnation.$Properties;
        }

        /**
         * Properties of a RegionBounds.
         * @deprecated Use atlasnet.log.RegionBounds.$Properties instead.
         */
        interface IRegionBounds extends atlasnet.log.RegionBounds.$Properties {
        }

        /** Represents a RegionBounds. */
        class RegionBounds {

            /**
             * Constructs a new RegionBounds.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.RegionBounds.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RegionBounds region. */
            region: number;

            /** RegionBounds min. */
            min: number[];

            /** RegionBounds max. */
            max: number[];

            /**
             * Creates a new RegionBounds instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RegionBounds instance
             */
            static create(properties: atlasnet.log.RegionBounds.$Shape): atlasnet.log.RegionBounds & atlasnet.log.RegionBounds.$Shape;
            static create(properties?: atlasnet.log.RegionBounds.$Properties): atlasnet.log.RegionBounds;

            /**
             * Encodes the specified RegionBounds message. Does not implicitly {@link atlasnet.log.RegionBounds.verify|verify} messages.
             * @param message RegionBounds message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.RegionBounds.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RegionBounds message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.RegionBounds & atlasnet.log.RegionBounds.$Shape} RegionBounds
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.RegionBounds & atlasnet.log.RegionBounds.$Shape;
        }

        namespace RegionBounds {

            /** Properties of a RegionBounds. */
            interface $Properties {

                /** RegionBounds region */
                region?: (number|null);

                /** RegionBounds min */
                min?: (number[]|null);

                /** RegionBounds max */
                max?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RegionBounds. */
            type $Shape = atlasnet.log.RegionBounds.$Properties;
        }

        /**
         * Properties of a MapProposal.
         * @deprecated Use atlasnet.log.MapProposal.$Properties instead.
         */
        interface IMapProposal extends atlasnet.log.MapProposal.$Properties {
        }

        /** Represents a MapProposal. */
        class MapProposal {

            /**
             * Constructs a new MapProposal.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.MapProposal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MapProposal mapVersion. */
            mapVersion: number;

            /** MapProposal replaces. */
            replaces: number;

            /** MapProposal regions. */
            regions: atlasnet.log.RegionBounds.$Properties[];

            /** MapProposal reason. */
            reason: string;

            /** MapProposal expectedImbalance. */
            expectedImbalance: number;

            /** MapProposal expectedMoved. */
            expectedMoved: number;

            /** MapProposal process. */
            process: Uint8Array;

            /**
             * Creates a new MapProposal instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MapProposal instance
             */
            static create(properties: atlasnet.log.MapProposal.$Shape): atlasnet.log.MapProposal & atlasnet.log.MapProposal.$Shape;
            static create(properties?: atlasnet.log.MapProposal.$Properties): atlasnet.log.MapProposal;

            /**
             * Encodes the specified MapProposal message. Does not implicitly {@link atlasnet.log.MapProposal.verify|verify} messages.
             * @param message MapProposal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.MapProposal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MapProposal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.MapProposal & atlasnet.log.MapProposal.$Shape} MapProposal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.MapProposal & atlasnet.log.MapProposal.$Shape;
        }

        namespace MapProposal {

            /** Properties of a MapProposal. */
            interface $Properties {

                /** MapProposal mapVersion */
                mapVersion?: (number|null);

                /** MapProposal replaces */
                replaces?: (number|null);

                /** MapProposal regions */
                regions?: (atlasnet.log.RegionBounds.$Properties[]|null);

                /** MapProposal reason */
                reason?: (string|null);

                /** MapProposal expectedImbalance */
                expectedImbalance?: (number|null);

                /** MapProposal expectedMoved */
                expectedMoved?: (number|null);

                /** MapProposal process */
                process?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MapProposal. */
            type $Shape = atlasnet.log.MapProposal.$Properties;
        }

        /**
         * Properties of a MapActivation.
         * @deprecated Use atlasnet.log.MapActivation.$Properties instead.
         */
        interface IMapActivation extends atlasnet.log.MapActivation.$Properties {
        }

        /** Represents a MapActivation. */
        class MapActivation {

            /**
             * Constructs a new MapActivation.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.MapActivation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MapActivation mapVersion. */
            mapVersion: number;

            /** MapActivation fromTick. */
            fromTick: number;

            /** MapActivation process. */
            process: Uint8Array;

            /**
             * Creates a new MapActivation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MapActivation instance
             */
            static create(properties: atlasnet.log.MapActivation.$Shape): atlasnet.log.MapActivation & atlasnet.log.MapActivation.$Shape;
            static create(properties?: atlasnet.log.MapActivation.$Properties): atlasnet.log.MapActivation;

            /**
             * Encodes the specified MapActivation message. Does not implicitly {@link atlasnet.log.MapActivation.verify|verify} messages.
             * @param message MapActivation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.MapActivation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MapActivation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.MapActivation & atlasnet.log.MapActivation.$Shape} MapActivation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.MapActivation & atlasnet.log.MapActivation.$Shape;
        }

        namespace MapActivation {

            /** Properties of a MapActivation. */
            interface $Properties {

                /** MapActivation mapVersion */
                mapVersion?: (number|null);

                /** MapActivation fromTick */
                fromTick?: (number|null);

                /** MapActivation process */
                process?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MapActivation. */
            type $Shape = atlasnet.log.MapActivation.$Properties;
        }

        /**
         * Properties of a MapWithdrawal.
         * @deprecated Use atlasnet.log.MapWithdrawal.$Properties instead.
         */
        interface IMapWithdrawal extends atlasnet.log.MapWithdrawal.$Properties {
        }

        /** Represents a MapWithdrawal. */
        class MapWithdrawal {

            /**
             * Constructs a new MapWithdrawal.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.MapWithdrawal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MapWithdrawal mapVersion. */
            mapVersion: number;

            /** MapWithdrawal reason. */
            reason: string;

            /** MapWithdrawal process. */
            process: Uint8Array;

            /**
             * Creates a new MapWithdrawal instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MapWithdrawal instance
             */
            static create(properties: atlasnet.log.MapWithdrawal.$Shape): atlasnet.log.MapWithdrawal & atlasnet.log.MapWithdrawal.$Shape;
            static create(properties?: atlasnet.log.MapWithdrawal.$Properties): atlasnet.log.MapWithdrawal;

            /**
             * Encodes the specified MapWithdrawal message. Does not implicitly {@link atlasnet.log.MapWithdrawal.verify|verify} messages.
             * @param message MapWithdrawal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.MapWithdrawal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MapWithdrawal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.MapWithdrawal & atlasnet.log.MapWithdrawal.$Shape} MapWithdrawal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.MapWithdrawal & atlasnet.log.MapWithdrawal.$Shape;
        }

        namespace MapWithdrawal {

            /** Properties of a MapWithdrawal. */
            interface $Properties {

                /** MapWithdrawal mapVersion */
                mapVersion?: (number|null);

                /** MapWithdrawal reason */
                reason?: (string|null);

                /** MapWithdrawal process */
                process?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MapWithdrawal. */
            type $Shape = atlasnet.log.MapWithdrawal.$Properties;
        }

        /**
         * Properties of an Assignment.
         * @deprecated Use atlasnet.log.Assignment.$Properties instead.
         */
        interface IAssignment extends atlasnet.log.Assignment.$Properties {
        }

        /** Represents an Assignment. */
        class Assignment {

            /**
             * Constructs a new Assignment.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Assignment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Assignment region. */
            region: number;

            /** Assignment process. */
            process: Uint8Array;

            /** Assignment replaces. */
            replaces: number;

            /** Assignment reason. */
            reason: string;

            /** Assignment watchdog. */
            watchdog: Uint8Array;

            /**
             * Creates a new Assignment instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Assignment instance
             */
            static create(properties: atlasnet.log.Assignment.$Shape): atlasnet.log.Assignment & atlasnet.log.Assignment.$Shape;
            static create(properties?: atlasnet.log.Assignment.$Properties): atlasnet.log.Assignment;

            /**
             * Encodes the specified Assignment message. Does not implicitly {@link atlasnet.log.Assignment.verify|verify} messages.
             * @param message Assignment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Assignment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Assignment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Assignment & atlasnet.log.Assignment.$Shape} Assignment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Assignment & atlasnet.log.Assignment.$Shape;
        }

        namespace Assignment {

            /** Properties of an Assignment. */
            interface $Properties {

                /** Assignment region */
                region?: (number|null);

                /** Assignment process */
                process?: (Uint8Array|null);

                /** Assignment replaces */
                replaces?: (number|null);

                /** Assignment reason */
                reason?: (string|null);

                /** Assignment watchdog */
                watchdog?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Assignment. */
            type $Shape = atlasnet.log.Assignment.$Properties;
        }

        /**
         * Properties of a TimeResumed.
         * @deprecated Use atlasnet.log.TimeResumed.$Properties instead.
         */
        interface ITimeResumed extends atlasnet.log.TimeResumed.$Properties {
        }

        /** Represents a TimeResumed. */
        class TimeResumed {

            /**
             * Constructs a new TimeResumed.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.TimeResumed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TimeResumed tick. */
            tick: number;

            /** TimeResumed atMs. */
            atMs: number;

            /** TimeResumed replaces. */
            replaces: number;

            /**
             * Creates a new TimeResumed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TimeResumed instance
             */
            static create(properties: atlasnet.log.TimeResumed.$Shape): atlasnet.log.TimeResumed & atlasnet.log.TimeResumed.$Shape;
            static create(properties?: atlasnet.log.TimeResumed.$Properties): atlasnet.log.TimeResumed;

            /**
             * Encodes the specified TimeResumed message. Does not implicitly {@link atlasnet.log.TimeResumed.verify|verify} messages.
             * @param message TimeResumed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.TimeResumed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TimeResumed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.TimeResumed & atlasnet.log.TimeResumed.$Shape} TimeResumed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.TimeResumed & atlasnet.log.TimeResumed.$Shape;
        }

        namespace TimeResumed {

            /** Properties of a TimeResumed. */
            interface $Properties {

                /** TimeResumed tick */
                tick?: (number|null);

                /** TimeResumed atMs */
                atMs?: (number|null);

                /** TimeResumed replaces */
                replaces?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TimeResumed. */
            type $Shape = atlasnet.log.TimeResumed.$Properties;
        }

        /**
         * Properties of a RegionRetired.
         * @deprecated Use atlasnet.log.RegionRetired.$Properties instead.
         */
        interface IRegionRetired extends atlasnet.log.RegionRetired.$Properties {
        }

        /** Represents a RegionRetired. */
        class RegionRetired {

            /**
             * Constructs a new RegionRetired.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.RegionRetired.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RegionRetired region. */
            region: number;

            /** RegionRetired mapVersion. */
            mapVersion: number;

            /**
             * Creates a new RegionRetired instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RegionRetired instance
             */
            static create(properties: atlasnet.log.RegionRetired.$Shape): atlasnet.log.RegionRetired & atlasnet.log.RegionRetired.$Shape;
            static create(properties?: atlasnet.log.RegionRetired.$Properties): atlasnet.log.RegionRetired;

            /**
             * Encodes the specified RegionRetired message. Does not implicitly {@link atlasnet.log.RegionRetired.verify|verify} messages.
             * @param message RegionRetired message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.RegionRetired.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RegionRetired message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.RegionRetired & atlasnet.log.RegionRetired.$Shape} RegionRetired
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.RegionRetired & atlasnet.log.RegionRetired.$Shape;
        }

        namespace RegionRetired {

            /** Properties of a RegionRetired. */
            interface $Properties {

                /** RegionRetired region */
                region?: (number|null);

                /** RegionRetired mapVersion */
                mapVersion?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RegionRetired. */
            type $Shape = atlasnet.log.RegionRetired.$Properties;
        }

        /**
         * Properties of a LoadRecord.
         * @deprecated Use atlasnet.log.LoadRecord.$Properties instead.
         */
        interface ILoadRecord extends atlasnet.log.LoadRecord.$Properties {
        }

        /** Represents a LoadRecord. */
        class LoadRecord {

            /**
             * Constructs a new LoadRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.LoadRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LoadRecord version. */
            version: number;

            /** LoadRecord incarnation. */
            incarnation: Uint8Array;

            /** LoadRecord load. */
            load?: (atlasnet.log.RegionLoad.$Properties|null);

            /** LoadRecord beacon. */
            beacon?: (atlasnet.log.ClockBeacon.$Properties|null);

            /** LoadRecord body. */
            body?: ("load"|"beacon");

            /**
             * Creates a new LoadRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LoadRecord instance
             */
            static create(properties: atlasnet.log.LoadRecord.$Shape): atlasnet.log.LoadRecord & atlasnet.log.LoadRecord.$Shape;
            static create(properties?: atlasnet.log.LoadRecord.$Properties): atlasnet.log.LoadRecord;

            /**
             * Encodes the specified LoadRecord message. Does not implicitly {@link atlasnet.log.LoadRecord.verify|verify} messages.
             * @param message LoadRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.LoadRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LoadRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.LoadRecord & atlasnet.log.LoadRecord.$Shape} LoadRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.LoadRecord & atlasnet.log.LoadRecord.$Shape;
        }

        namespace LoadRecord {

            /** Properties of a LoadRecord. */
            interface $Properties {

                /** LoadRecord version */
                version?: (number|null);

                /** LoadRecord incarnation */
                incarnation?: (Uint8Array|null);

                /** LoadRecord load */
                load?: (atlasnet.log.RegionLoad.$Properties|null);

                /** LoadRecord beacon */
                beacon?: (atlasnet.log.ClockBeacon.$Properties|null);

                /** LoadRecord body */
                body?: ("load"|"beacon");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a LoadRecord. */
            type $Shape = {
              version?: number|null;
              incarnation?: Uint8Array|null;
              load?: atlasnet.log.RegionLoad.$Shape|null;
              beacon?: atlasnet.log.ClockBeacon.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; load?: null; beacon?: null }|{ body?: "load"; load: atlasnet.log.RegionLoad.$Shape; beacon?: null }|{ body?: "beacon"; load?: null; beacon: atlasnet.log.ClockBeacon.$Shape })
            );
        }

        /**
         * Properties of a RegionLoad.
         * @deprecated Use atlasnet.log.RegionLoad.$Properties instead.
         */
        interface IRegionLoad extends atlasnet.log.RegionLoad.$Properties {
        }

        /** Represents a RegionLoad. */
        class RegionLoad {

            /**
             * Constructs a new RegionLoad.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.RegionLoad.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RegionLoad region. */
            region: number;

            /** RegionLoad epoch. */
            epoch: number;

            /** RegionLoad n. */
            n: number;

            /** RegionLoad tick. */
            tick: number;

            /** RegionLoad mapVersion. */
            mapVersion: number;

            /** RegionLoad entities. */
            entities: number;

            /** RegionLoad costMicros. */
            costMicros: number;

            /** RegionLoad frameBytes. */
            frameBytes: number;

            /** RegionLoad cellSizeM. */
            cellSizeM: number;

            /** RegionLoad cells. */
            cells: atlasnet.log.LoadCell.$Properties[];

            /** RegionLoad sessions. */
            sessions: number;

            /** RegionLoad process. */
            process: Uint8Array;

            /** RegionLoad tickP99Micros. */
            tickP99Micros: number;

            /** RegionLoad handoffsOut. */
            handoffsOut: number;

            /**
             * Creates a new RegionLoad instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RegionLoad instance
             */
            static create(properties: atlasnet.log.RegionLoad.$Shape): atlasnet.log.RegionLoad & atlasnet.log.RegionLoad.$Shape;
            static create(properties?: atlasnet.log.RegionLoad.$Properties): atlasnet.log.RegionLoad;

            /**
             * Encodes the specified RegionLoad message. Does not implicitly {@link atlasnet.log.RegionLoad.verify|verify} messages.
             * @param message RegionLoad message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.RegionLoad.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RegionLoad message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.RegionLoad & atlasnet.log.RegionLoad.$Shape} RegionLoad
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.RegionLoad & atlasnet.log.RegionLoad.$Shape;
        }

        namespace RegionLoad {

            /** Properties of a RegionLoad. */
            interface $Properties {

                /** RegionLoad region */
                region?: (number|null);

                /** RegionLoad epoch */
                epoch?: (number|null);

                /** RegionLoad n */
                n?: (number|null);

                /** RegionLoad tick */
                tick?: (number|null);

                /** RegionLoad mapVersion */
                mapVersion?: (number|null);

                /** RegionLoad entities */
                entities?: (number|null);

                /** RegionLoad costMicros */
                costMicros?: (number|null);

                /** RegionLoad frameBytes */
                frameBytes?: (number|null);

                /** RegionLoad cellSizeM */
                cellSizeM?: (number|null);

                /** RegionLoad cells */
                cells?: (atlasnet.log.LoadCell.$Properties[]|null);

                /** RegionLoad sessions */
                sessions?: (number|null);

                /** RegionLoad process */
                process?: (Uint8Array|null);

                /** RegionLoad tickP99Micros */
                tickP99Micros?: (number|null);

                /** RegionLoad handoffsOut */
                handoffsOut?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RegionLoad. */
            type $Shape = atlasnet.log.RegionLoad.$Properties;
        }

        /**
         * Properties of a LoadCell.
         * @deprecated Use atlasnet.log.LoadCell.$Properties instead.
         */
        interface ILoadCell extends atlasnet.log.LoadCell.$Properties {
        }

        /** Represents a LoadCell. */
        class LoadCell {

            /**
             * Constructs a new LoadCell.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.LoadCell.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LoadCell x. */
            x: number;

            /** LoadCell y. */
            y: number;

            /** LoadCell z. */
            z: number;

            /** LoadCell entities. */
            entities: number;

            /** LoadCell costMicros. */
            costMicros: number;

            /**
             * Creates a new LoadCell instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LoadCell instance
             */
            static create(properties: atlasnet.log.LoadCell.$Shape): atlasnet.log.LoadCell & atlasnet.log.LoadCell.$Shape;
            static create(properties?: atlasnet.log.LoadCell.$Properties): atlasnet.log.LoadCell;

            /**
             * Encodes the specified LoadCell message. Does not implicitly {@link atlasnet.log.LoadCell.verify|verify} messages.
             * @param message LoadCell message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.LoadCell.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LoadCell message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.LoadCell & atlasnet.log.LoadCell.$Shape} LoadCell
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.LoadCell & atlasnet.log.LoadCell.$Shape;
        }

        namespace LoadCell {

            /** Properties of a LoadCell. */
            interface $Properties {

                /** LoadCell x */
                x?: (number|null);

                /** LoadCell y */
                y?: (number|null);

                /** LoadCell z */
                z?: (number|null);

                /** LoadCell entities */
                entities?: (number|null);

                /** LoadCell costMicros */
                costMicros?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LoadCell. */
            type $Shape = atlasnet.log.LoadCell.$Properties;
        }

        /**
         * Properties of a ClockBeacon.
         * @deprecated Use atlasnet.log.ClockBeacon.$Properties instead.
         */
        interface IClockBeacon extends atlasnet.log.ClockBeacon.$Properties {
        }

        /** Represents a ClockBeacon. */
        class ClockBeacon {

            /**
             * Constructs a new ClockBeacon.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.ClockBeacon.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ClockBeacon process. */
            process: Uint8Array;

            /** ClockBeacon worldMs. */
            worldMs: number;

            /**
             * Creates a new ClockBeacon instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ClockBeacon instance
             */
            static create(properties: atlasnet.log.ClockBeacon.$Shape): atlasnet.log.ClockBeacon & atlasnet.log.ClockBeacon.$Shape;
            static create(properties?: atlasnet.log.ClockBeacon.$Properties): atlasnet.log.ClockBeacon;

            /**
             * Encodes the specified ClockBeacon message. Does not implicitly {@link atlasnet.log.ClockBeacon.verify|verify} messages.
             * @param message ClockBeacon message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.ClockBeacon.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ClockBeacon message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.ClockBeacon & atlasnet.log.ClockBeacon.$Shape} ClockBeacon
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.ClockBeacon & atlasnet.log.ClockBeacon.$Shape;
        }

        namespace ClockBeacon {

            /** Properties of a ClockBeacon. */
            interface $Properties {

                /** ClockBeacon process */
                process?: (Uint8Array|null);

                /** ClockBeacon worldMs */
                worldMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ClockBeacon. */
            type $Shape = atlasnet.log.ClockBeacon.$Properties;
        }

        /**
         * Properties of a CheckpointChunk.
         * @deprecated Use atlasnet.log.CheckpointChunk.$Properties instead.
         */
        interface ICheckpointChunk extends atlasnet.log.CheckpointChunk.$Properties {
        }

        /** Represents a CheckpointChunk. */
        class CheckpointChunk {

            /**
             * Constructs a new CheckpointChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.CheckpointChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CheckpointChunk version. */
            version: number;

            /** CheckpointChunk incarnation. */
            incarnation: Uint8Array;

            /** CheckpointChunk region. */
            region: number;

            /** CheckpointChunk epoch. */
            epoch: number;

            /** CheckpointChunk offset. */
            offset: number;

            /** CheckpointChunk n. */
            n: number;

            /** CheckpointChunk index. */
            index: number;

            /** CheckpointChunk count. */
            count: number;

            /** CheckpointChunk checksum. */
            checksum: number;

            /** CheckpointChunk bytes. */
            bytes: Uint8Array;

            /**
             * Creates a new CheckpointChunk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CheckpointChunk instance
             */
            static create(properties: atlasnet.log.CheckpointChunk.$Shape): atlasnet.log.CheckpointChunk & atlasnet.log.CheckpointChunk.$Shape;
            static create(properties?: atlasnet.log.CheckpointChunk.$Properties): atlasnet.log.CheckpointChunk;

            /**
             * Encodes the specified CheckpointChunk message. Does not implicitly {@link atlasnet.log.CheckpointChunk.verify|verify} messages.
             * @param message CheckpointChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.CheckpointChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CheckpointChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.CheckpointChunk & atlasnet.log.CheckpointChunk.$Shape} CheckpointChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.CheckpointChunk & atlasnet.log.CheckpointChunk.$Shape;
        }

        namespace CheckpointChunk {

            /** Properties of a CheckpointChunk. */
            interface $Properties {

                /** CheckpointChunk version */
                version?: (number|null);

                /** CheckpointChunk incarnation */
                incarnation?: (Uint8Array|null);

                /** CheckpointChunk region */
                region?: (number|null);

                /** CheckpointChunk epoch */
                epoch?: (number|null);

                /** CheckpointChunk offset */
                offset?: (number|null);

                /** CheckpointChunk n */
                n?: (number|null);

                /** CheckpointChunk index */
                index?: (number|null);

                /** CheckpointChunk count */
                count?: (number|null);

                /** CheckpointChunk checksum */
                checksum?: (number|null);

                /** CheckpointChunk bytes */
                bytes?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CheckpointChunk. */
            type $Shape = atlasnet.log.CheckpointChunk.$Properties;
        }

        /**
         * Properties of a RegionSnapshot.
         * @deprecated Use atlasnet.log.RegionSnapshot.$Properties instead.
         */
        interface IRegionSnapshot extends atlasnet.log.RegionSnapshot.$Properties {
        }

        /** Represents a RegionSnapshot. */
        class RegionSnapshot {

            /**
             * Constructs a new RegionSnapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.RegionSnapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RegionSnapshot region. */
            region: number;

            /** RegionSnapshot tick. */
            tick: number;

            /** RegionSnapshot mapVersion. */
            mapVersion: number;

            /** RegionSnapshot nextEntity. */
            nextEntity: number;

            /** RegionSnapshot groups. */
            groups: atlasnet.log.CellGroup.$Properties[];

            /** RegionSnapshot sessions. */
            sessions: atlasnet.log.SessionState.$Properties[];

            /** RegionSnapshot inbox. */
            inbox: atlasnet.log.Confirmation.$Properties[];

            /** RegionSnapshot outboxNumbers. */
            outboxNumbers: atlasnet.log.Confirmation.$Properties[];

            /** RegionSnapshot outbox. */
            outbox: atlasnet.log.OutboxMessage.$Properties[];

            /** RegionSnapshot parked. */
            parked: atlasnet.log.ParkedHandoff.$Properties[];

            /** RegionSnapshot sentAway. */
            sentAway: atlasnet.log.SentAway.$Properties[];

            /** RegionSnapshot hashLow. */
            hashLow: number;

            /** RegionSnapshot hashHigh. */
            hashHigh: number;

            /** RegionSnapshot worldSchema. */
            worldSchema: Uint8Array;

            /** RegionSnapshot sliceHashLow. */
            sliceHashLow: number;

            /** RegionSnapshot sliceHashHigh. */
            sliceHashHigh: number;

            /** RegionSnapshot closed. */
            closed: boolean;

            /** RegionSnapshot arrivals. */
            arrivals: atlasnet.log.Arrival.$Properties[];

            /** RegionSnapshot jobs. */
            jobs: atlasnet.log.Job.$Properties[];

            /** RegionSnapshot worldSchemaBefore. */
            worldSchemaBefore: Uint8Array;

            /**
             * Creates a new RegionSnapshot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RegionSnapshot instance
             */
            static create(properties: atlasnet.log.RegionSnapshot.$Shape): atlasnet.log.RegionSnapshot & atlasnet.log.RegionSnapshot.$Shape;
            static create(properties?: atlasnet.log.RegionSnapshot.$Properties): atlasnet.log.RegionSnapshot;

            /**
             * Encodes the specified RegionSnapshot message. Does not implicitly {@link atlasnet.log.RegionSnapshot.verify|verify} messages.
             * @param message RegionSnapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.RegionSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RegionSnapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.RegionSnapshot & atlasnet.log.RegionSnapshot.$Shape} RegionSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.RegionSnapshot & atlasnet.log.RegionSnapshot.$Shape;
        }

        namespace RegionSnapshot {

            /** Properties of a RegionSnapshot. */
            interface $Properties {

                /** RegionSnapshot region */
                region?: (number|null);

                /** RegionSnapshot tick */
                tick?: (number|null);

                /** RegionSnapshot mapVersion */
                mapVersion?: (number|null);

                /** RegionSnapshot nextEntity */
                nextEntity?: (number|null);

                /** RegionSnapshot groups */
                groups?: (atlasnet.log.CellGroup.$Properties[]|null);

                /** RegionSnapshot sessions */
                sessions?: (atlasnet.log.SessionState.$Properties[]|null);

                /** RegionSnapshot inbox */
                inbox?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** RegionSnapshot outboxNumbers */
                outboxNumbers?: (atlasnet.log.Confirmation.$Properties[]|null);

                /** RegionSnapshot outbox */
                outbox?: (atlasnet.log.OutboxMessage.$Properties[]|null);

                /** RegionSnapshot parked */
                parked?: (atlasnet.log.ParkedHandoff.$Properties[]|null);

                /** RegionSnapshot sentAway */
                sentAway?: (atlasnet.log.SentAway.$Properties[]|null);

                /** RegionSnapshot hashLow */
                hashLow?: (number|null);

                /** RegionSnapshot hashHigh */
                hashHigh?: (number|null);

                /** RegionSnapshot worldSchema */
                worldSchema?: (Uint8Array|null);

                /** RegionSnapshot sliceHashLow */
                sliceHashLow?: (number|null);

                /** RegionSnapshot sliceHashHigh */
                sliceHashHigh?: (number|null);

                /** RegionSnapshot closed */
                closed?: (boolean|null);

                /** RegionSnapshot arrivals */
                arrivals?: (atlasnet.log.Arrival.$Properties[]|null);

                /** RegionSnapshot jobs */
                jobs?: (atlasnet.log.Job.$Properties[]|null);

                /** RegionSnapshot worldSchemaBefore */
                worldSchemaBefore?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RegionSnapshot. */
            type $Shape = {
              region?: number|null;
              tick?: number|null;
              mapVersion?: number|null;
              nextEntity?: number|null;
              groups?: atlasnet.log.CellGroup.$Shape[]|null;
              sessions?: atlasnet.log.SessionState.$Shape[]|null;
              inbox?: atlasnet.log.Confirmation.$Shape[]|null;
              outboxNumbers?: atlasnet.log.Confirmation.$Shape[]|null;
              outbox?: atlasnet.log.OutboxMessage.$Shape[]|null;
              parked?: atlasnet.log.ParkedHandoff.$Shape[]|null;
              sentAway?: atlasnet.log.SentAway.$Shape[]|null;
              hashLow?: number|null;
              hashHigh?: number|null;
              worldSchema?: Uint8Array|null;
              sliceHashLow?: number|null;
              sliceHashHigh?: number|null;
              closed?: boolean|null;
              arrivals?: atlasnet.log.Arrival.$Shape[]|null;
              jobs?: atlasnet.log.Job.$Shape[]|null;
              worldSchemaBefore?: Uint8Array|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ParkedHandoff.
         * @deprecated Use atlasnet.log.ParkedHandoff.$Properties instead.
         */
        interface IParkedHandoff extends atlasnet.log.ParkedHandoff.$Properties {
        }

        /** Represents a ParkedHandoff. */
        class ParkedHandoff {

            /**
             * Constructs a new ParkedHandoff.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.ParkedHandoff.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ParkedHandoff from. */
            from: number;

            /** ParkedHandoff number. */
            number: number;

            /** ParkedHandoff handoff. */
            handoff?: (atlasnet.log.Handoff.$Properties|null);

            /**
             * Creates a new ParkedHandoff instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ParkedHandoff instance
             */
            static create(properties: atlasnet.log.ParkedHandoff.$Shape): atlasnet.log.ParkedHandoff & atlasnet.log.ParkedHandoff.$Shape;
            static create(properties?: atlasnet.log.ParkedHandoff.$Properties): atlasnet.log.ParkedHandoff;

            /**
             * Encodes the specified ParkedHandoff message. Does not implicitly {@link atlasnet.log.ParkedHandoff.verify|verify} messages.
             * @param message ParkedHandoff message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.ParkedHandoff.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ParkedHandoff message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.ParkedHandoff & atlasnet.log.ParkedHandoff.$Shape} ParkedHandoff
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.ParkedHandoff & atlasnet.log.ParkedHandoff.$Shape;
        }

        namespace ParkedHandoff {

            /** Properties of a ParkedHandoff. */
            interface $Properties {

                /** ParkedHandoff from */
                from?: (number|null);

                /** ParkedHandoff number */
                number?: (number|null);

                /** ParkedHandoff handoff */
                handoff?: (atlasnet.log.Handoff.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ParkedHandoff. */
            type $Shape = atlasnet.log.ParkedHandoff.$Properties;
        }

        /**
         * Properties of a SentAway.
         * @deprecated Use atlasnet.log.SentAway.$Properties instead.
         */
        interface ISentAway extends atlasnet.log.SentAway.$Properties {
        }

        /** Represents a SentAway. */
        class SentAway {

            /**
             * Constructs a new SentAway.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.SentAway.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SentAway entity. */
            entity: number;

            /** SentAway to. */
            to: number;

            /** SentAway tick. */
            tick: number;

            /**
             * Creates a new SentAway instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SentAway instance
             */
            static create(properties: atlasnet.log.SentAway.$Shape): atlasnet.log.SentAway & atlasnet.log.SentAway.$Shape;
            static create(properties?: atlasnet.log.SentAway.$Properties): atlasnet.log.SentAway;

            /**
             * Encodes the specified SentAway message. Does not implicitly {@link atlasnet.log.SentAway.verify|verify} messages.
             * @param message SentAway message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.SentAway.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SentAway message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.SentAway & atlasnet.log.SentAway.$Shape} SentAway
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.SentAway & atlasnet.log.SentAway.$Shape;
        }

        namespace SentAway {

            /** Properties of a SentAway. */
            interface $Properties {

                /** SentAway entity */
                entity?: (number|null);

                /** SentAway to */
                to?: (number|null);

                /** SentAway tick */
                tick?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SentAway. */
            type $Shape = atlasnet.log.SentAway.$Properties;
        }

        /**
         * Properties of an Arrival.
         * @deprecated Use atlasnet.log.Arrival.$Properties instead.
         */
        interface IArrival extends atlasnet.log.Arrival.$Properties {
        }

        /** Represents an Arrival. */
        class Arrival {

            /**
             * Constructs a new Arrival.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Arrival.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Arrival entity. */
            entity: number;

            /** Arrival tick. */
            tick: number;

            /**
             * Creates a new Arrival instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Arrival instance
             */
            static create(properties: atlasnet.log.Arrival.$Shape): atlasnet.log.Arrival & atlasnet.log.Arrival.$Shape;
            static create(properties?: atlasnet.log.Arrival.$Properties): atlasnet.log.Arrival;

            /**
             * Encodes the specified Arrival message. Does not implicitly {@link atlasnet.log.Arrival.verify|verify} messages.
             * @param message Arrival message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Arrival.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Arrival message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Arrival & atlasnet.log.Arrival.$Shape} Arrival
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Arrival & atlasnet.log.Arrival.$Shape;
        }

        namespace Arrival {

            /** Properties of an Arrival. */
            interface $Properties {

                /** Arrival entity */
                entity?: (number|null);

                /** Arrival tick */
                tick?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Arrival. */
            type $Shape = atlasnet.log.Arrival.$Properties;
        }

        /**
         * Properties of a SessionRecord.
         * @deprecated Use atlasnet.log.SessionRecord.$Properties instead.
         */
        interface ISessionRecord extends atlasnet.log.SessionRecord.$Properties {
        }

        /** Represents a SessionRecord. */
        class SessionRecord {

            /**
             * Constructs a new SessionRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.SessionRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionRecord version. */
            version: number;

            /** SessionRecord incarnation. */
            incarnation: Uint8Array;

            /** SessionRecord consumed. */
            consumed?: (atlasnet.log.TokenConsumed.$Properties|null);

            /** SessionRecord ban. */
            ban?: (atlasnet.log.Ban.$Properties|null);

            /** SessionRecord match. */
            match?: (atlasnet.log.MatchRecord.$Properties|null);

            /** SessionRecord body. */
            body?: ("consumed"|"ban"|"match");

            /**
             * Creates a new SessionRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionRecord instance
             */
            static create(properties: atlasnet.log.SessionRecord.$Shape): atlasnet.log.SessionRecord & atlasnet.log.SessionRecord.$Shape;
            static create(properties?: atlasnet.log.SessionRecord.$Properties): atlasnet.log.SessionRecord;

            /**
             * Encodes the specified SessionRecord message. Does not implicitly {@link atlasnet.log.SessionRecord.verify|verify} messages.
             * @param message SessionRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.SessionRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.SessionRecord & atlasnet.log.SessionRecord.$Shape} SessionRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.SessionRecord & atlasnet.log.SessionRecord.$Shape;
        }

        namespace SessionRecord {

            /** Properties of a SessionRecord. */
            interface $Properties {

                /** SessionRecord version */
                version?: (number|null);

                /** SessionRecord incarnation */
                incarnation?: (Uint8Array|null);

                /** SessionRecord consumed */
                consumed?: (atlasnet.log.TokenConsumed.$Properties|null);

                /** SessionRecord ban */
                ban?: (atlasnet.log.Ban.$Properties|null);

                /** SessionRecord match */
                match?: (atlasnet.log.MatchRecord.$Properties|null);

                /** SessionRecord body */
                body?: ("consumed"|"ban"|"match");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a SessionRecord. */
            type $Shape = {
              version?: number|null;
              incarnation?: Uint8Array|null;
              consumed?: atlasnet.log.TokenConsumed.$Shape|null;
              ban?: atlasnet.log.Ban.$Shape|null;
              match?: atlasnet.log.MatchRecord.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; consumed?: null; ban?: null; match?: null }|{ body?: "consumed"; consumed: atlasnet.log.TokenConsumed.$Shape; ban?: null; match?: null }|{ body?: "ban"; consumed?: null; ban: atlasnet.log.Ban.$Shape; match?: null }|{ body?: "match"; consumed?: null; ban?: null; match: atlasnet.log.MatchRecord.$Shape })
            );
        }

        /**
         * Properties of a TokenConsumed.
         * @deprecated Use atlasnet.log.TokenConsumed.$Properties instead.
         */
        interface ITokenConsumed extends atlasnet.log.TokenConsumed.$Properties {
        }

        /** Represents a TokenConsumed. */
        class TokenConsumed {

            /**
             * Constructs a new TokenConsumed.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.TokenConsumed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TokenConsumed token. */
            token: Uint8Array;

            /** TokenConsumed process. */
            process: Uint8Array;

            /** TokenConsumed expiresMs. */
            expiresMs: number;

            /**
             * Creates a new TokenConsumed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TokenConsumed instance
             */
            static create(properties: atlasnet.log.TokenConsumed.$Shape): atlasnet.log.TokenConsumed & atlasnet.log.TokenConsumed.$Shape;
            static create(properties?: atlasnet.log.TokenConsumed.$Properties): atlasnet.log.TokenConsumed;

            /**
             * Encodes the specified TokenConsumed message. Does not implicitly {@link atlasnet.log.TokenConsumed.verify|verify} messages.
             * @param message TokenConsumed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.TokenConsumed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TokenConsumed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.TokenConsumed & atlasnet.log.TokenConsumed.$Shape} TokenConsumed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.TokenConsumed & atlasnet.log.TokenConsumed.$Shape;
        }

        namespace TokenConsumed {

            /** Properties of a TokenConsumed. */
            interface $Properties {

                /** TokenConsumed token */
                token?: (Uint8Array|null);

                /** TokenConsumed process */
                process?: (Uint8Array|null);

                /** TokenConsumed expiresMs */
                expiresMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TokenConsumed. */
            type $Shape = atlasnet.log.TokenConsumed.$Properties;
        }

        /**
         * Properties of a Ban.
         * @deprecated Use atlasnet.log.Ban.$Properties instead.
         */
        interface IBan extends atlasnet.log.Ban.$Properties {
        }

        /** Represents a Ban. */
        class Ban {

            /**
             * Constructs a new Ban.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.Ban.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ban account. */
            account: string;

            /** Ban reason. */
            reason: string;

            /** Ban untilMs. */
            untilMs: number;

            /** Ban lifted. */
            lifted: boolean;

            /**
             * Creates a new Ban instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Ban instance
             */
            static create(properties: atlasnet.log.Ban.$Shape): atlasnet.log.Ban & atlasnet.log.Ban.$Shape;
            static create(properties?: atlasnet.log.Ban.$Properties): atlasnet.log.Ban;

            /**
             * Encodes the specified Ban message. Does not implicitly {@link atlasnet.log.Ban.verify|verify} messages.
             * @param message Ban message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.Ban.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Ban message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.Ban & atlasnet.log.Ban.$Shape} Ban
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.Ban & atlasnet.log.Ban.$Shape;
        }

        namespace Ban {

            /** Properties of a Ban. */
            interface $Properties {

                /** Ban account */
                account?: (string|null);

                /** Ban reason */
                reason?: (string|null);

                /** Ban untilMs */
                untilMs?: (number|null);

                /** Ban lifted */
                lifted?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Ban. */
            type $Shape = atlasnet.log.Ban.$Properties;
        }

        /**
         * Properties of a MatchRecord.
         * @deprecated Use atlasnet.log.MatchRecord.$Properties instead.
         */
        interface IMatchRecord extends atlasnet.log.MatchRecord.$Properties {
        }

        /** Represents a MatchRecord. */
        class MatchRecord {

            /**
             * Constructs a new MatchRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.MatchRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MatchRecord session. */
            session: number;

            /** MatchRecord account. */
            account: string;

            /** MatchRecord atMs. */
            atMs: number;

            /** MatchRecord kind. */
            kind: number;

            /** MatchRecord reason. */
            reason: string;

            /**
             * Creates a new MatchRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MatchRecord instance
             */
            static create(properties: atlasnet.log.MatchRecord.$Shape): atlasnet.log.MatchRecord & atlasnet.log.MatchRecord.$Shape;
            static create(properties?: atlasnet.log.MatchRecord.$Properties): atlasnet.log.MatchRecord;

            /**
             * Encodes the specified MatchRecord message. Does not implicitly {@link atlasnet.log.MatchRecord.verify|verify} messages.
             * @param message MatchRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.MatchRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MatchRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.MatchRecord & atlasnet.log.MatchRecord.$Shape} MatchRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.MatchRecord & atlasnet.log.MatchRecord.$Shape;
        }

        namespace MatchRecord {

            /** Properties of a MatchRecord. */
            interface $Properties {

                /** MatchRecord session */
                session?: (number|null);

                /** MatchRecord account */
                account?: (string|null);

                /** MatchRecord atMs */
                atMs?: (number|null);

                /** MatchRecord kind */
                kind?: (number|null);

                /** MatchRecord reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MatchRecord. */
            type $Shape = atlasnet.log.MatchRecord.$Properties;
        }

        /**
         * Properties of a TaskRecord.
         * @deprecated Use atlasnet.log.TaskRecord.$Properties instead.
         */
        interface ITaskRecord extends atlasnet.log.TaskRecord.$Properties {
        }

        /** Represents a TaskRecord. */
        class TaskRecord {

            /**
             * Constructs a new TaskRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.TaskRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TaskRecord version. */
            version: number;

            /** TaskRecord incarnation. */
            incarnation: Uint8Array;

            /** TaskRecord job. */
            job?: (atlasnet.log.Job.$Properties|null);

            /** TaskRecord waitMs. */
            waitMs: number;

            /**
             * Creates a new TaskRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TaskRecord instance
             */
            static create(properties: atlasnet.log.TaskRecord.$Shape): atlasnet.log.TaskRecord & atlasnet.log.TaskRecord.$Shape;
            static create(properties?: atlasnet.log.TaskRecord.$Properties): atlasnet.log.TaskRecord;

            /**
             * Encodes the specified TaskRecord message. Does not implicitly {@link atlasnet.log.TaskRecord.verify|verify} messages.
             * @param message TaskRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.TaskRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TaskRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.TaskRecord & atlasnet.log.TaskRecord.$Shape} TaskRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.TaskRecord & atlasnet.log.TaskRecord.$Shape;
        }

        namespace TaskRecord {

            /** Properties of a TaskRecord. */
            interface $Properties {

                /** TaskRecord version */
                version?: (number|null);

                /** TaskRecord incarnation */
                incarnation?: (Uint8Array|null);

                /** TaskRecord job */
                job?: (atlasnet.log.Job.$Properties|null);

                /** TaskRecord waitMs */
                waitMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TaskRecord. */
            type $Shape = atlasnet.log.TaskRecord.$Properties;
        }

        /**
         * Properties of a TaskResultRecord.
         * @deprecated Use atlasnet.log.TaskResultRecord.$Properties instead.
         */
        interface ITaskResultRecord extends atlasnet.log.TaskResultRecord.$Properties {
        }

        /** Represents a TaskResultRecord. */
        class TaskResultRecord {

            /**
             * Constructs a new TaskResultRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: atlasnet.log.TaskResultRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TaskResultRecord version. */
            version: number;

            /** TaskResultRecord incarnation. */
            incarnation: Uint8Array;

            /** TaskResultRecord region. */
            region: number;

            /** TaskResultRecord result. */
            result?: (atlasnet.log.TaskResult.$Properties|null);

            /** TaskResultRecord process. */
            process: Uint8Array;

            /**
             * Creates a new TaskResultRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TaskResultRecord instance
             */
            static create(properties: atlasnet.log.TaskResultRecord.$Shape): atlasnet.log.TaskResultRecord & atlasnet.log.TaskResultRecord.$Shape;
            static create(properties?: atlasnet.log.TaskResultRecord.$Properties): atlasnet.log.TaskResultRecord;

            /**
             * Encodes the specified TaskResultRecord message. Does not implicitly {@link atlasnet.log.TaskResultRecord.verify|verify} messages.
             * @param message TaskResultRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: atlasnet.log.TaskResultRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TaskResultRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {atlasnet.log.TaskResultRecord & atlasnet.log.TaskResultRecord.$Shape} TaskResultRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): atlasnet.log.TaskResultRecord & atlasnet.log.TaskResultRecord.$Shape;
        }

        namespace TaskResultRecord {

            /** Properties of a TaskResultRecord. */
            interface $Properties {

                /** TaskResultRecord version */
                version?: (number|null);

                /** TaskResultRecord incarnation */
                incarnation?: (Uint8Array|null);

                /** TaskResultRecord region */
                region?: (number|null);

                /** TaskResultRecord result */
                result?: (atlasnet.log.TaskResult.$Properties|null);

                /** TaskResultRecord process */
                process?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TaskResultRecord. */
            type $Shape = atlasnet.log.TaskResultRecord.$Properties;
        }
    }
}
