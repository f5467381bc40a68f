/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["atlasnet"] || ($protobuf.roots["atlasnet"] = {});

export const atlasnet = $root.atlasnet = (() => {

    const atlasnet = {};

    atlasnet.client = (function() {

        const client = {};

        client.ClientMessage = (function() {

            const ClientMessage = function (properties) {
                this.join = null;
                this.command = null;
                this.leave = null;
                this.clockProbe = null;
                this.viewReset = null;
                this.watch = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClientMessage.prototype.join = null;
            ClientMessage.prototype.command = null;
            ClientMessage.prototype.leave = null;
            ClientMessage.prototype.clockProbe = null;
            ClientMessage.prototype.viewReset = null;
            ClientMessage.prototype.watch = null;

            let $oneOfFields;

            $Object.defineProperty(ClientMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["join", "command", "leave", "clockProbe", "viewReset", "watch"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ClientMessage.create = function(properties) {
                return new ClientMessage(properties);
            };

            ClientMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.join != null)
                    $root.atlasnet.client.Join.encode(message.join, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.command != null)
                    $root.atlasnet.client.Command.encode(message.command, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.leave != null)
                    $root.atlasnet.client.Leave.encode(message.leave, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.clockProbe != null)
                    $root.atlasnet.client.ClockProbe.encode(message.clockProbe, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.viewReset != null)
                    $root.atlasnet.client.ViewReset.encode(message.viewReset, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.watch != null)
                    $root.atlasnet.client.Watch.encode(message.watch, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClientMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.ClientMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.join = $root.atlasnet.client.Join.decode(reader, reader.size(), $undefined, _depth + 1, message.join);
                            if (chosen)
                                message.body = "join";
                            chosen = true;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.atlasnet.client.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            if (chosen)
                                message.body = "command";
                            chosen = true;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.leave = $root.atlasnet.client.Leave.decode(reader, reader.size(), $undefined, _depth + 1, message.leave);
                            if (chosen)
                                message.body = "leave";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.clockProbe = $root.atlasnet.client.ClockProbe.decode(reader, reader.size(), $undefined, _depth + 1, message.clockProbe);
                            if (chosen)
                                message.body = "clockProbe";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.viewReset = $root.atlasnet.client.ViewReset.decode(reader, reader.size(), $undefined, _depth + 1, message.viewReset);
                            if (chosen)
                                message.body = "viewReset";
                            chosen = true;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.watch = $root.atlasnet.client.Watch.decode(reader, reader.size(), $undefined, _depth + 1, message.watch);
                            if (chosen)
                                message.body = "watch";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClientMessage;
        })();

        client.Join = (function() {

            const Join = function (properties) {
                this.protocol = 0;
                this.worldSchemaHash = 0;
                this.payload = Join.prototype.payload;
                this.viewRadiusM = 0;
                this.resume = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Join.prototype.protocol = 0;
            Join.prototype.worldSchemaHash = 0;
            Join.prototype.payload = $util.newBuffer([]);
            Join.prototype.viewRadiusM = 0;
            Join.prototype.resume = null;

            Join.create = function(properties) {
                return new Join(properties);
            };

            Join.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && message.protocol !== 0)
                    writer.uint32(8).uint32(message.protocol);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(21).fixed32(message.worldSchemaHash);
                if (message.payload != null && message.payload.length)
                    writer.uint32(26).bytes(message.payload);
                if (message.viewRadiusM != null && !$Object.is(message.viewRadiusM, 0))
                    writer.uint32(33).double(message.viewRadiusM);
                if (message.resume != null)
                    $root.atlasnet.client.Resume.encode(message.resume, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Join.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Join();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.viewRadiusM = value;
                            else
                                delete message.viewRadiusM;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.resume = $root.atlasnet.client.Resume.decode(reader, reader.size(), $undefined, _depth + 1, message.resume);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Join;
        })();

        client.Resume = (function() {

            const Resume = function (properties) {
                this.tick = 0;
                this.avatar = 0;
                this.position = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Resume.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Resume.prototype.avatar = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Resume.prototype.position = $util.emptyArray;

            Resume.create = function(properties) {
                return new Resume(properties);
            };

            Resume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(8).uint64(message.tick);
                if (message.avatar != null && (typeof message.avatar === "object" ? message.avatar.low || message.avatar.high : message.avatar !== 0))
                    writer.uint32(16).uint64(message.avatar);
                if (message.position != null && message.position.length)
                    writer.uint32(26).doubles(message.position);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Resume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Resume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.avatar = value;
                            else
                                delete message.avatar;
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.position && message.position.length))
                                    message.position = [];
                                reader.doubles(message.position);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.position && message.position.length))
                                message.position = [];
                            message.position.push(reader.double());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Resume;
        })();

        client.Command = (function() {

            const Command = function (properties) {
                this.number = 0;
                this.kind = 0;
                this.payload = Command.prototype.payload;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Command.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Command.prototype.kind = 0;
            Command.prototype.payload = $util.newBuffer([]);

            Command.create = function(properties) {
                return new Command(properties);
            };

            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(8).uint64(message.number);
                if (message.kind != null && message.kind !== 0)
                    writer.uint32(16).uint32(message.kind);
                if (message.payload != null && message.payload.length)
                    writer.uint32(26).bytes(message.payload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Command;
        })();

        client.Leave = (function() {

            const Leave = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Leave.create = function(properties) {
                return new Leave(properties);
            };

            Leave.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Leave.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Leave();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Leave;
        })();

        client.Watch = (function() {

            const Watch = function (properties) {
                this.entity = 0;
                this.position = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Watch.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Watch.prototype.position = $util.emptyArray;

            Watch.create = function(properties) {
                return new Watch(properties);
            };

            Watch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.position != null && message.position.length)
                    writer.uint32(18).doubles(message.position);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Watch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Watch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.position && message.position.length))
                                    message.position = [];
                                reader.doubles(message.position);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.position && message.position.length))
                                message.position = [];
                            message.position.push(reader.double());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Watch;
        })();

        client.ViewReset = (function() {

            const ViewReset = function (properties) {
                this.tick = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ViewReset.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            ViewReset.create = function(properties) {
                return new ViewReset(properties);
            };

            ViewReset.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(8).uint64(message.tick);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ViewReset.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.ViewReset();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ViewReset;
        })();

        client.ClockProbe = (function() {

            const ClockProbe = function (properties) {
                this.clientMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClockProbe.prototype.clientMs = 0;

            ClockProbe.create = function(properties) {
                return new ClockProbe(properties);
            };

            ClockProbe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.clientMs != null && !$Object.is(message.clientMs, 0))
                    writer.uint32(9).double(message.clientMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClockProbe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.ClockProbe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.clientMs = value;
                            else
                                delete message.clientMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClockProbe;
        })();

        client.ServerMessage = (function() {

            const ServerMessage = function (properties) {
                this.welcome = null;
                this.acknowledged = null;
                this.goodbye = null;
                this.clockAnswer = null;
                this.avatar = null;
                this.ticket = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ServerMessage.prototype.welcome = null;
            ServerMessage.prototype.acknowledged = null;
            ServerMessage.prototype.goodbye = null;
            ServerMessage.prototype.clockAnswer = null;
            ServerMessage.prototype.avatar = null;
            ServerMessage.prototype.ticket = null;

            let $oneOfFields;

            $Object.defineProperty(ServerMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["welcome", "acknowledged", "goodbye", "clockAnswer", "avatar", "ticket"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ServerMessage.create = function(properties) {
                return new ServerMessage(properties);
            };

            ServerMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.welcome != null)
                    $root.atlasnet.client.Welcome.encode(message.welcome, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.acknowledged != null)
                    $root.atlasnet.client.CommandAcknowledged.encode(message.acknowledged, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.goodbye != null)
                    $root.atlasnet.client.Goodbye.encode(message.goodbye, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.clockAnswer != null)
                    $root.atlasnet.client.ClockAnswer.encode(message.clockAnswer, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.avatar != null)
                    $root.atlasnet.client.AvatarAssigned.encode(message.avatar, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.ticket != null)
                    $root.atlasnet.client.ResumeTicket.encode(message.ticket, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ServerMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.ServerMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.welcome = $root.atlasnet.client.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                            if (chosen)
                                message.body = "welcome";
                            chosen = true;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.acknowledged = $root.atlasnet.client.CommandAcknowledged.decode(reader, reader.size(), $undefined, _depth + 1, message.acknowledged);
                            if (chosen)
                                message.body = "acknowledged";
                            chosen = true;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.goodbye = $root.atlasnet.client.Goodbye.decode(reader, reader.size(), $undefined, _depth + 1, message.goodbye);
                            if (chosen)
                                message.body = "goodbye";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.clockAnswer = $root.atlasnet.client.ClockAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.clockAnswer);
                            if (chosen)
                                message.body = "clockAnswer";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.avatar = $root.atlasnet.client.AvatarAssigned.decode(reader, reader.size(), $undefined, _depth + 1, message.avatar);
                            if (chosen)
                                message.body = "avatar";
                            chosen = true;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.ticket = $root.atlasnet.client.ResumeTicket.decode(reader, reader.size(), $undefined, _depth + 1, message.ticket);
                            if (chosen)
                                message.body = "ticket";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ServerMessage;
        })();

        client.Welcome = (function() {

            const Welcome = function (properties) {
                this.protocol = 0;
                this.world = "";
                this.worldSchema = Welcome.prototype.worldSchema;
                this.tickHz = 0;
                this.session = 0;
                this.viewRadiusM = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Welcome.prototype.protocol = 0;
            Welcome.prototype.world = "";
            Welcome.prototype.worldSchema = $util.newBuffer([]);
            Welcome.prototype.tickHz = 0;
            Welcome.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Welcome.prototype.viewRadiusM = 0;

            Welcome.create = function(properties) {
                return new Welcome(properties);
            };

            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && message.protocol !== 0)
                    writer.uint32(8).uint32(message.protocol);
                if (message.world != null && message.world !== "")
                    writer.uint32(18).string(message.world);
                if (message.worldSchema != null && message.worldSchema.length)
                    writer.uint32(26).bytes(message.worldSchema);
                if (message.tickHz != null && !$Object.is(message.tickHz, 0))
                    writer.uint32(33).double(message.tickHz);
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(40).uint64(message.session);
                if (message.viewRadiusM != null && !$Object.is(message.viewRadiusM, 0))
                    writer.uint32(49).double(message.viewRadiusM);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Welcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Welcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.world = value;
                            else
                                delete message.world;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.worldSchema = value;
                            else
                                delete message.worldSchema;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tickHz = value;
                            else
                                delete message.tickHz;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.viewRadiusM = value;
                            else
                                delete message.viewRadiusM;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Welcome;
        })();

        client.AvatarAssigned = (function() {

            const AvatarAssigned = function (properties) {
                this.entity = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AvatarAssigned.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            AvatarAssigned.create = function(properties) {
                return new AvatarAssigned(properties);
            };

            AvatarAssigned.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AvatarAssigned.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.AvatarAssigned();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AvatarAssigned;
        })();

        client.CommandAcknowledged = (function() {

            const CommandAcknowledged = function (properties) {
                this.number = 0;
                this.untold = 0;
                this.outcomes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandAcknowledged.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandAcknowledged.prototype.outcomes = $util.emptyArray;
            CommandAcknowledged.prototype.untold = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            CommandAcknowledged.create = function(properties) {
                return new CommandAcknowledged(properties);
            };

            CommandAcknowledged.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(8).uint64(message.number);
                if (message.outcomes != null && message.outcomes.length)
                    for (let i = 0; i < message.outcomes.length; ++i)
                        $root.atlasnet.client.CommandOutcome.encode(message.outcomes[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.untold != null && (typeof message.untold === "object" ? message.untold.low || message.untold.high : message.untold !== 0))
                    writer.uint32(24).uint64(message.untold);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandAcknowledged.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.CommandAcknowledged();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.outcomes && message.outcomes.length))
                                message.outcomes = [];
                            message.outcomes.push($root.atlasnet.client.CommandOutcome.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.untold = value;
                            else
                                delete message.untold;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandAcknowledged;
        })();

        client.CommandOutcome = (function() {

            const CommandOutcome = function (properties) {
                this.number = 0;
                this.result = 0;
                this.text = "";
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandOutcome.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandOutcome.prototype.result = 0;
            CommandOutcome.prototype.text = "";

            CommandOutcome.create = function(properties) {
                return new CommandOutcome(properties);
            };

            CommandOutcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(8).uint64(message.number);
                if (message.result != null && message.result !== 0)
                    writer.uint32(16).uint32(message.result);
                if (message.text != null && message.text !== "")
                    writer.uint32(26).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandOutcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.CommandOutcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandOutcome;
        })();

        client.Goodbye = (function() {

            const Goodbye = function (properties) {
                this.code = "";
                this.text = "";
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Goodbye.prototype.code = "";
            Goodbye.prototype.text = "";

            Goodbye.create = function(properties) {
                return new Goodbye(properties);
            };

            Goodbye.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && message.code !== "")
                    writer.uint32(10).string(message.code);
                if (message.text != null && message.text !== "")
                    writer.uint32(18).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Goodbye.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.Goodbye();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Goodbye;
        })();

        client.ClockAnswer = (function() {

            const ClockAnswer = function (properties) {
                this.clientMs = 0;
                this.worldMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClockAnswer.prototype.clientMs = 0;
            ClockAnswer.prototype.worldMs = 0;

            ClockAnswer.create = function(properties) {
                return new ClockAnswer(properties);
            };

            ClockAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.clientMs != null && !$Object.is(message.clientMs, 0))
                    writer.uint32(9).double(message.clientMs);
                if (message.worldMs != null && !$Object.is(message.worldMs, 0))
                    writer.uint32(17).double(message.worldMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClockAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.ClockAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.clientMs = value;
                            else
                                delete message.clientMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.worldMs = value;
                            else
                                delete message.worldMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClockAnswer;
        })();

        client.ResumeTicket = (function() {

            const ResumeTicket = function (properties) {
                this.ticket = ResumeTicket.prototype.ticket;
                this.expiresMs = 0;
                this.move = false;
                this.websockets = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ResumeTicket.prototype.ticket = $util.newBuffer([]);
            ResumeTicket.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ResumeTicket.prototype.move = false;
            ResumeTicket.prototype.websockets = $util.emptyArray;

            ResumeTicket.create = function(properties) {
                return new ResumeTicket(properties);
            };

            ResumeTicket.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ticket != null && message.ticket.length)
                    writer.uint32(10).bytes(message.ticket);
                if (message.expiresMs != null && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(16).uint64(message.expiresMs);
                if (message.move != null && message.move !== false)
                    writer.uint32(24).bool(message.move);
                if (message.websockets != null && message.websockets.length)
                    for (let i = 0; i < message.websockets.length; ++i)
                        writer.uint32(34).string(message.websockets[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ResumeTicket.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.client.ResumeTicket();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ticket = value;
                            else
                                delete message.ticket;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.move = value;
                            else
                                delete message.move;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.websockets && message.websockets.length))
                                message.websockets = [];
                            message.websockets.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ResumeTicket;
        })();

        return client;
    })();

    atlasnet.interlink = (function() {

        const interlink = {};

        interlink.LinkMessage = (function() {

            const LinkMessage = function (properties) {
                this.subscribe = null;
                this.unsubscribe = null;
                this.subscriptionStart = null;
                this.slice = null;
                this.delivery = null;
                this.attach = null;
                this.command = null;
                this.detach = null;
                this.notOwner = null;
                this.ping = null;
                this.pong = null;
                this.moved = null;
                this.announcement = null;
                this.inputs = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LinkMessage.prototype.subscribe = null;
            LinkMessage.prototype.unsubscribe = null;
            LinkMessage.prototype.subscriptionStart = null;
            LinkMessage.prototype.slice = null;
            LinkMessage.prototype.delivery = null;
            LinkMessage.prototype.attach = null;
            LinkMessage.prototype.command = null;
            LinkMessage.prototype.detach = null;
            LinkMessage.prototype.notOwner = null;
            LinkMessage.prototype.ping = null;
            LinkMessage.prototype.pong = null;
            LinkMessage.prototype.moved = null;
            LinkMessage.prototype.announcement = null;
            LinkMessage.prototype.inputs = null;

            let $oneOfFields;

            $Object.defineProperty(LinkMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["subscribe", "unsubscribe", "subscriptionStart", "slice", "delivery", "attach", "command", "detach", "notOwner", "ping", "pong", "moved", "announcement", "inputs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            LinkMessage.create = function(properties) {
                return new LinkMessage(properties);
            };

            LinkMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subscribe != null)
                    $root.atlasnet.interlink.Subscribe.encode(message.subscribe, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.unsubscribe != null)
                    $root.atlasnet.interlink.Unsubscribe.encode(message.unsubscribe, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.subscriptionStart != null)
                    $root.atlasnet.interlink.SubscriptionStart.encode(message.subscriptionStart, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.slice != null)
                    $root.atlasnet.interlink.FrameSlice.encode(message.slice, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.delivery != null)
                    $root.atlasnet.interlink.RegionDelivery.encode(message.delivery, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.attach != null)
                    $root.atlasnet.interlink.SessionAttach.encode(message.attach, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.command != null)
                    $root.atlasnet.interlink.SessionCommand.encode(message.command, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.detach != null)
                    $root.atlasnet.interlink.SessionDetach.encode(message.detach, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.notOwner != null)
                    $root.atlasnet.interlink.NotOwner.encode(message.notOwner, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.ping != null)
                    $root.atlasnet.interlink.Ping.encode(message.ping, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.pong != null)
                    $root.atlasnet.interlink.Pong.encode(message.pong, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.moved != null)
                    $root.atlasnet.interlink.SessionMoved.encode(message.moved, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.announcement != null)
                    $root.atlasnet.interlink.Announcement.encode(message.announcement, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.inputs != null)
                    $root.atlasnet.interlink.SessionInputs.encode(message.inputs, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LinkMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.LinkMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.subscribe = $root.atlasnet.interlink.Subscribe.decode(reader, reader.size(), $undefined, _depth + 1, message.subscribe);
                            if (chosen)
                                message.body = "subscribe";
                            chosen = true;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.unsubscribe = $root.atlasnet.interlink.Unsubscribe.decode(reader, reader.size(), $undefined, _depth + 1, message.unsubscribe);
                            if (chosen)
                                message.body = "unsubscribe";
                            chosen = true;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.subscriptionStart = $root.atlasnet.interlink.SubscriptionStart.decode(reader, reader.size(), $undefined, _depth + 1, message.subscriptionStart);
                            if (chosen)
                                message.body = "subscriptionStart";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.slice = $root.atlasnet.interlink.FrameSlice.decode(reader, reader.size(), $undefined, _depth + 1, message.slice);
                            if (chosen)
                                message.body = "slice";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.delivery = $root.atlasnet.interlink.RegionDelivery.decode(reader, reader.size(), $undefined, _depth + 1, message.delivery);
                            if (chosen)
                                message.body = "delivery";
                            chosen = true;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.attach = $root.atlasnet.interlink.SessionAttach.decode(reader, reader.size(), $undefined, _depth + 1, message.attach);
                            if (chosen)
                                message.body = "attach";
                            chosen = true;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.atlasnet.interlink.SessionCommand.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            if (chosen)
                                message.body = "command";
                            chosen = true;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.detach = $root.atlasnet.interlink.SessionDetach.decode(reader, reader.size(), $undefined, _depth + 1, message.detach);
                            if (chosen)
                                message.body = "detach";
                            chosen = true;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.notOwner = $root.atlasnet.interlink.NotOwner.decode(reader, reader.size(), $undefined, _depth + 1, message.notOwner);
                            if (chosen)
                                message.body = "notOwner";
                            chosen = true;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.ping = $root.atlasnet.interlink.Ping.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                            if (chosen)
                                message.body = "ping";
                            chosen = true;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.pong = $root.atlasnet.interlink.Pong.decode(reader, reader.size(), $undefined, _depth + 1, message.pong);
                            if (chosen)
                                message.body = "pong";
                            chosen = true;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.moved = $root.atlasnet.interlink.SessionMoved.decode(reader, reader.size(), $undefined, _depth + 1, message.moved);
                            if (chosen)
                                message.body = "moved";
                            chosen = true;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.announcement = $root.atlasnet.interlink.Announcement.decode(reader, reader.size(), $undefined, _depth + 1, message.announcement);
                            if (chosen)
                                message.body = "announcement";
                            chosen = true;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.inputs = $root.atlasnet.interlink.SessionInputs.decode(reader, reader.size(), $undefined, _depth + 1, message.inputs);
                            if (chosen)
                                message.body = "inputs";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LinkMessage;
        })();

        interlink.Subscribe = (function() {

            const Subscribe = function (properties) {
                this.region = 0;
                this.whole = false;
                this.fromOffset = 0;
                this.replace = false;
                this.reader = 0;
                this.worldSchemaHash = 0;
                this.cells = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Subscribe.prototype.region = 0;
            Subscribe.prototype.cells = $util.emptyArray;
            Subscribe.prototype.whole = false;
            Subscribe.prototype.fromOffset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Subscribe.prototype.replace = false;
            Subscribe.prototype.reader = 0;
            Subscribe.prototype.worldSchemaHash = 0;

            Subscribe.create = function(properties) {
                return new Subscribe(properties);
            };

            Subscribe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.cells != null && message.cells.length)
                    for (let i = 0; i < message.cells.length; ++i)
                        $root.atlasnet.interlink.Cell.encode(message.cells[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.whole != null && message.whole !== false)
                    writer.uint32(24).bool(message.whole);
                if (message.fromOffset != null && (typeof message.fromOffset === "object" ? message.fromOffset.low || message.fromOffset.high : message.fromOffset !== 0))
                    writer.uint32(32).uint64(message.fromOffset);
                if (message.replace != null && message.replace !== false)
                    writer.uint32(40).bool(message.replace);
                if (message.reader != null && message.reader !== 0)
                    writer.uint32(48).uint32(message.reader);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(61).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Subscribe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.Subscribe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.cells && message.cells.length))
                                message.cells = [];
                            message.cells.push($root.atlasnet.interlink.Cell.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.whole = value;
                            else
                                delete message.whole;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.fromOffset = value;
                            else
                                delete message.fromOffset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.replace = value;
                            else
                                delete message.replace;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reader = value;
                            else
                                delete message.reader;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Subscribe;
        })();

        interlink.Cell = (function() {

            const Cell = function (properties) {
                this.x = 0;
                this.y = 0;
                this.z = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Cell.prototype.x = 0;
            Cell.prototype.y = 0;
            Cell.prototype.z = 0;

            Cell.create = function(properties) {
                return new Cell(properties);
            };

            Cell.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.x != null && message.x !== 0)
                    writer.uint32(8).sint32(message.x);
                if (message.y != null && message.y !== 0)
                    writer.uint32(16).sint32(message.y);
                if (message.z != null && message.z !== 0)
                    writer.uint32(24).sint32(message.z);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Cell.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.Cell();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.x = value;
                            else
                                delete message.x;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.y = value;
                            else
                                delete message.y;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.z = value;
                            else
                                delete message.z;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Cell;
        })();

        interlink.Unsubscribe = (function() {

            const Unsubscribe = function (properties) {
                this.region = 0;
                this.reader = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Unsubscribe.prototype.region = 0;
            Unsubscribe.prototype.reader = 0;

            Unsubscribe.create = function(properties) {
                return new Unsubscribe(properties);
            };

            Unsubscribe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.reader != null && message.reader !== 0)
                    writer.uint32(16).uint32(message.reader);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Unsubscribe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.Unsubscribe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reader = value;
                            else
                                delete message.reader;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Unsubscribe;
        })();

        interlink.SubscriptionStart = (function() {

            const SubscriptionStart = function (properties) {
                this.region = 0;
                this.offset = 0;
                this.tick = 0;
                this.epoch = 0;
                this.n = 0;
                this.mapVersion = 0;
                this.worldSchema = SubscriptionStart.prototype.worldSchema;
                this.whole = false;
                this.reader = 0;
                this.groups = [];
                this.cells = [];
                this.inbox = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SubscriptionStart.prototype.region = 0;
            SubscriptionStart.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SubscriptionStart.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SubscriptionStart.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SubscriptionStart.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SubscriptionStart.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SubscriptionStart.prototype.groups = $util.emptyArray;
            SubscriptionStart.prototype.worldSchema = $util.newBuffer([]);
            SubscriptionStart.prototype.cells = $util.emptyArray;
            SubscriptionStart.prototype.whole = false;
            SubscriptionStart.prototype.inbox = $util.emptyArray;
            SubscriptionStart.prototype.reader = 0;

            SubscriptionStart.create = function(properties) {
                return new SubscriptionStart(properties);
            };

            SubscriptionStart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.offset != null && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(16).uint64(message.offset);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(24).uint64(message.tick);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(32).uint64(message.epoch);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(40).uint64(message.n);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(48).uint64(message.mapVersion);
                if (message.groups != null && message.groups.length)
                    for (let i = 0; i < message.groups.length; ++i)
                        $root.atlasnet.log.CellGroup.encode(message.groups[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.worldSchema != null && message.worldSchema.length)
                    writer.uint32(66).bytes(message.worldSchema);
                if (message.cells != null && message.cells.length)
                    for (let i = 0; i < message.cells.length; ++i)
                        $root.atlasnet.interlink.Cell.encode(message.cells[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.whole != null && message.whole !== false)
                    writer.uint32(80).bool(message.whole);
                if (message.inbox != null && message.inbox.length)
                    for (let i = 0; i < message.inbox.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.inbox[i], writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.reader != null && message.reader !== 0)
                    writer.uint32(96).uint32(message.reader);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SubscriptionStart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.SubscriptionStart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.groups && message.groups.length))
                                message.groups = [];
                            message.groups.push($root.atlasnet.log.CellGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.worldSchema = value;
                            else
                                delete message.worldSchema;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.cells && message.cells.length))
                                message.cells = [];
                            message.cells.push($root.atlasnet.interlink.Cell.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.whole = value;
                            else
                                delete message.whole;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.inbox && message.inbox.length))
                                message.inbox = [];
                            message.inbox.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reader = value;
                            else
                                delete message.reader;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SubscriptionStart;
        })();

        interlink.FrameSlice = (function() {

            const FrameSlice = function (properties) {
                this.region = 0;
                this.offset = 0;
                this.epoch = 0;
                this.n = 0;
                this.tick = 0;
                this.mapVersion = 0;
                this.empty = false;
                this.holdsNothing = false;
                this.parts = 0;
                this.reader = 0;
                this.readerOffset = 0;
                this.dueMicros = 0;
                this.worldSchemaHash = 0;
                this.groups = [];
                this.departures = [];
                this.applied = [];
                this.sessions = [];
                this.outboxLeft = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FrameSlice.prototype.region = 0;
            FrameSlice.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FrameSlice.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FrameSlice.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FrameSlice.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FrameSlice.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FrameSlice.prototype.empty = false;
            FrameSlice.prototype.groups = $util.emptyArray;
            FrameSlice.prototype.departures = $util.emptyArray;
            FrameSlice.prototype.applied = $util.emptyArray;
            FrameSlice.prototype.sessions = $util.emptyArray;
            FrameSlice.prototype.holdsNothing = false;
            FrameSlice.prototype.outboxLeft = $util.emptyArray;
            FrameSlice.prototype.parts = 0;
            FrameSlice.prototype.reader = 0;
            FrameSlice.prototype.readerOffset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FrameSlice.prototype.dueMicros = 0;
            FrameSlice.prototype.worldSchemaHash = 0;

            FrameSlice.create = function(properties) {
                return new FrameSlice(properties);
            };

            FrameSlice.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.offset != null && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(16).uint64(message.offset);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(24).uint64(message.epoch);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(32).uint64(message.n);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(40).uint64(message.tick);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(48).uint64(message.mapVersion);
                if (message.empty != null && message.empty !== false)
                    writer.uint32(56).bool(message.empty);
                if (message.groups != null && message.groups.length)
                    for (let i = 0; i < message.groups.length; ++i)
                        $root.atlasnet.log.CellGroup.encode(message.groups[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.departures != null && message.departures.length)
                    for (let i = 0; i < message.departures.length; ++i)
                        $root.atlasnet.log.Departure.encode(message.departures[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.applied != null && message.applied.length)
                    for (let i = 0; i < message.applied.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.applied[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.sessions != null && message.sessions.length)
                    for (let i = 0; i < message.sessions.length; ++i)
                        $root.atlasnet.log.SessionUpdate.encode(message.sessions[i], writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.holdsNothing != null && message.holdsNothing !== false)
                    writer.uint32(96).bool(message.holdsNothing);
                if (message.outboxLeft != null && message.outboxLeft.length)
                    for (let i = 0; i < message.outboxLeft.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.outboxLeft[i], writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.parts != null && message.parts !== 0)
                    writer.uint32(112).uint32(message.parts);
                if (message.reader != null && message.reader !== 0)
                    writer.uint32(120).uint32(message.reader);
                if (message.readerOffset != null && (typeof message.readerOffset === "object" ? message.readerOffset.low || message.readerOffset.high : message.readerOffset !== 0))
                    writer.uint32(128).uint64(message.readerOffset);
                if (message.dueMicros != null && message.dueMicros !== 0)
                    writer.uint32(136).uint32(message.dueMicros);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(149).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FrameSlice.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.FrameSlice();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.empty = value;
                            else
                                delete message.empty;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.groups && message.groups.length))
                                message.groups = [];
                            message.groups.push($root.atlasnet.log.CellGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.departures && message.departures.length))
                                message.departures = [];
                            message.departures.push($root.atlasnet.log.Departure.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.applied && message.applied.length))
                                message.applied = [];
                            message.applied.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sessions && message.sessions.length))
                                message.sessions = [];
                            message.sessions.push($root.atlasnet.log.SessionUpdate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.holdsNothing = value;
                            else
                                delete message.holdsNothing;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.outboxLeft && message.outboxLeft.length))
                                message.outboxLeft = [];
                            message.outboxLeft.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.parts = value;
                            else
                                delete message.parts;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reader = value;
                            else
                                delete message.reader;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.readerOffset = value;
                            else
                                delete message.readerOffset;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dueMicros = value;
                            else
                                delete message.dueMicros;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FrameSlice;
        })();

        interlink.RegionDelivery = (function() {

            const RegionDelivery = function (properties) {
                this.from = 0;
                this.to = 0;
                this.number = 0;
                this.message = null;
                this.senderOffset = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RegionDelivery.prototype.from = 0;
            RegionDelivery.prototype.to = 0;
            RegionDelivery.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionDelivery.prototype.message = null;
            RegionDelivery.prototype.senderOffset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RegionDelivery.create = function(properties) {
                return new RegionDelivery(properties);
            };

            RegionDelivery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && message.from !== 0)
                    writer.uint32(8).uint32(message.from);
                if (message.to != null && message.to !== 0)
                    writer.uint32(16).uint32(message.to);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(24).uint64(message.number);
                if (message.message != null)
                    $root.atlasnet.log.RegionMessage.encode(message.message, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.senderOffset != null && (typeof message.senderOffset === "object" ? message.senderOffset.low || message.senderOffset.high : message.senderOffset !== 0))
                    writer.uint32(40).uint64(message.senderOffset);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RegionDelivery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.RegionDelivery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.message = $root.atlasnet.log.RegionMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.message);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.senderOffset = value;
                            else
                                delete message.senderOffset;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RegionDelivery;
        })();

        interlink.Announcement = (function() {

            const Announcement = function (properties) {
                this.from = 0;
                this.to = 0;
                this.tick = 0;
                this.number = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Announcement.prototype.from = 0;
            Announcement.prototype.to = 0;
            Announcement.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Announcement.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Announcement.create = function(properties) {
                return new Announcement(properties);
            };

            Announcement.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && message.from !== 0)
                    writer.uint32(8).uint32(message.from);
                if (message.to != null && message.to !== 0)
                    writer.uint32(16).uint32(message.to);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(24).uint64(message.tick);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(32).uint64(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Announcement.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.Announcement();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Announcement;
        })();

        interlink.SessionAttach = (function() {

            const SessionAttach = function (properties) {
                this.region = 0;
                this.session = 0;
                this.account = "";
                this.generation = 0;
                this.joinPayload = SessionAttach.prototype.joinPayload;
                this.avatar = 0;
                this.resume = false;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionAttach.prototype.region = 0;
            SessionAttach.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionAttach.prototype.account = "";
            SessionAttach.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionAttach.prototype.joinPayload = $util.newBuffer([]);
            SessionAttach.prototype.avatar = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionAttach.prototype.resume = false;

            SessionAttach.create = function(properties) {
                return new SessionAttach(properties);
            };

            SessionAttach.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(16).uint64(message.session);
                if (message.account != null && message.account !== "")
                    writer.uint32(26).string(message.account);
                if (message.generation != null && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(32).uint64(message.generation);
                if (message.joinPayload != null && message.joinPayload.length)
                    writer.uint32(42).bytes(message.joinPayload);
                if (message.avatar != null && (typeof message.avatar === "object" ? message.avatar.low || message.avatar.high : message.avatar !== 0))
                    writer.uint32(48).uint64(message.avatar);
                if (message.resume != null && message.resume !== false)
                    writer.uint32(56).bool(message.resume);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionAttach.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.SessionAttach();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.account = value;
                            else
                                delete message.account;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.joinPayload = value;
                            else
                                delete message.joinPayload;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.avatar = value;
                            else
                                delete message.avatar;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.resume = value;
                            else
                                delete message.resume;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionAttach;
        })();

        interlink.SessionDetach = (function() {

            const SessionDetach = function (properties) {
                this.region = 0;
                this.session = 0;
                this.generation = 0;
                this.left = false;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionDetach.prototype.region = 0;
            SessionDetach.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionDetach.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionDetach.prototype.left = false;

            SessionDetach.create = function(properties) {
                return new SessionDetach(properties);
            };

            SessionDetach.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(16).uint64(message.session);
                if (message.generation != null && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(24).uint64(message.generation);
                if (message.left != null && message.left !== false)
                    writer.uint32(32).bool(message.left);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionDetach.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.SessionDetach();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.left = value;
                            else
                                delete message.left;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionDetach;
        })();

        interlink.SessionCommand = (function() {

            const SessionCommand = function (properties) {
                this.region = 0;
                this.session = 0;
                this.generation = 0;
                this.number = 0;
                this.kind = 0;
                this.payload = SessionCommand.prototype.payload;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionCommand.prototype.region = 0;
            SessionCommand.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionCommand.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionCommand.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionCommand.prototype.kind = 0;
            SessionCommand.prototype.payload = $util.newBuffer([]);
            SessionCommand.prototype.worldSchemaHash = 0;

            SessionCommand.create = function(properties) {
                return new SessionCommand(properties);
            };

            SessionCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(16).uint64(message.session);
                if (message.generation != null && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(24).uint64(message.generation);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(32).uint64(message.number);
                if (message.kind != null && message.kind !== 0)
                    writer.uint32(56).uint32(message.kind);
                if (message.payload != null && message.payload.length)
                    writer.uint32(66).bytes(message.payload);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(77).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.SessionCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionCommand;
        })();

        interlink.SessionInputs = (function() {

            const SessionInputs = function (properties) {
                this.region = 0;
                this.column = SessionInputs.prototype.column;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionInputs.prototype.region = 0;
            SessionInputs.prototype.column = $util.newBuffer([]);
            SessionInputs.prototype.worldSchemaHash = 0;

            SessionInputs.create = function(properties) {
                return new SessionInputs(properties);
            };

            SessionInputs.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.column != null && message.column.length)
                    writer.uint32(18).bytes(message.column);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(29).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionInputs.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.SessionInputs();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.column = value;
                            else
                                delete message.column;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionInputs;
        })();

        interlink.NotOwner = (function() {

            const NotOwner = function (properties) {
                this.region = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NotOwner.prototype.region = 0;

            NotOwner.create = function(properties) {
                return new NotOwner(properties);
            };

            NotOwner.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NotOwner.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.NotOwner();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return NotOwner;
        })();

        interlink.Ping = (function() {

            const Ping = function (properties) {
                this.sentMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Ping.prototype.sentMs = 0;

            Ping.create = function(properties) {
                return new Ping(properties);
            };

            Ping.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sentMs != null && !$Object.is(message.sentMs, 0))
                    writer.uint32(9).double(message.sentMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Ping.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.Ping();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sentMs = value;
                            else
                                delete message.sentMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ping;
        })();

        interlink.Pong = (function() {

            const Pong = function (properties) {
                this.sentMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pong.prototype.sentMs = 0;

            Pong.create = function(properties) {
                return new Pong(properties);
            };

            Pong.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sentMs != null && !$Object.is(message.sentMs, 0))
                    writer.uint32(9).double(message.sentMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pong.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.Pong();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sentMs = value;
                            else
                                delete message.sentMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pong;
        })();

        interlink.SessionMoved = (function() {

            const SessionMoved = function (properties) {
                this.region = 0;
                this.session = 0;
                this.to = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionMoved.prototype.region = 0;
            SessionMoved.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionMoved.prototype.to = 0;

            SessionMoved.create = function(properties) {
                return new SessionMoved(properties);
            };

            SessionMoved.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(16).uint64(message.session);
                if (message.to != null && message.to !== 0)
                    writer.uint32(24).uint32(message.to);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionMoved.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.interlink.SessionMoved();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionMoved;
        })();

        return interlink;
    })();

    atlasnet.log = (function() {

        const log = {};

        log.FrameRecord = (function() {

            const FrameRecord = function (properties) {
                this.version = 0;
                this.incarnation = FrameRecord.prototype.incarnation;
                this.claim = null;
                this.frame = null;
                this.part = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FrameRecord.prototype.version = 0;
            FrameRecord.prototype.incarnation = $util.newBuffer([]);
            FrameRecord.prototype.claim = null;
            FrameRecord.prototype.frame = null;
            FrameRecord.prototype.part = null;

            let $oneOfFields;

            $Object.defineProperty(FrameRecord.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["claim", "frame", "part"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            FrameRecord.create = function(properties) {
                return new FrameRecord(properties);
            };

            FrameRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.claim != null)
                    $root.atlasnet.log.Claim.encode(message.claim, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.frame != null)
                    $root.atlasnet.log.Frame.encode(message.frame, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.part != null)
                    $root.atlasnet.log.FramePart.encode(message.part, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FrameRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.FrameRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.claim = $root.atlasnet.log.Claim.decode(reader, reader.size(), $undefined, _depth + 1, message.claim);
                            if (chosen)
                                message.body = "claim";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.frame = $root.atlasnet.log.Frame.decode(reader, reader.size(), $undefined, _depth + 1, message.frame);
                            if (chosen)
                                message.body = "frame";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.part = $root.atlasnet.log.FramePart.decode(reader, reader.size(), $undefined, _depth + 1, message.part);
                            if (chosen)
                                message.body = "part";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FrameRecord;
        })();

        log.Claim = (function() {

            const Claim = function (properties) {
                this.region = 0;
                this.epoch = 0;
                this.process = Claim.prototype.process;
                this.mapVersion = 0;
                this.engine = "";
                this.game = "";
                this.worldSchema = Claim.prototype.worldSchema;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Claim.prototype.region = 0;
            Claim.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Claim.prototype.process = $util.newBuffer([]);
            Claim.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Claim.prototype.engine = "";
            Claim.prototype.game = "";
            Claim.prototype.worldSchema = $util.newBuffer([]);
            Claim.prototype.worldSchemaHash = 0;

            Claim.create = function(properties) {
                return new Claim(properties);
            };

            Claim.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(16).uint64(message.epoch);
                if (message.process != null && message.process.length)
                    writer.uint32(26).bytes(message.process);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(32).uint64(message.mapVersion);
                if (message.engine != null && message.engine !== "")
                    writer.uint32(42).string(message.engine);
                if (message.game != null && message.game !== "")
                    writer.uint32(50).string(message.game);
                if (message.worldSchema != null && message.worldSchema.length)
                    writer.uint32(58).bytes(message.worldSchema);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(69).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Claim.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Claim();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.engine = value;
                            else
                                delete message.engine;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.game = value;
                            else
                                delete message.game;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.worldSchema = value;
                            else
                                delete message.worldSchema;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Claim;
        })();

        log.Frame = (function() {

            const Frame = function (properties) {
                this.region = 0;
                this.epoch = 0;
                this.n = 0;
                this.process = Frame.prototype.process;
                this.tick = 0;
                this.skipped = 0;
                this.empty = false;
                this.mapVersion = 0;
                this.inputs = null;
                this.hashLow = 0;
                this.hashHigh = 0;
                this.hashSlices = 0;
                this.timings = null;
                this.nextEntity = 0;
                this.holdsNothing = false;
                this.closed = false;
                this.entities = 0;
                this.groups = [];
                this.outbox = [];
                this.confirmed = [];
                this.departures = [];
                this.sessions = [];
                this.refusals = [];
                this.faults = [];
                this.applied = [];
                this.parked = [];
                this.unparked = [];
                this.jobs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Frame.prototype.region = 0;
            Frame.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Frame.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Frame.prototype.process = $util.newBuffer([]);
            Frame.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Frame.prototype.skipped = 0;
            Frame.prototype.empty = false;
            Frame.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Frame.prototype.inputs = null;
            Frame.prototype.groups = $util.emptyArray;
            Frame.prototype.outbox = $util.emptyArray;
            Frame.prototype.confirmed = $util.emptyArray;
            Frame.prototype.departures = $util.emptyArray;
            Frame.prototype.sessions = $util.emptyArray;
            Frame.prototype.hashLow = 0;
            Frame.prototype.hashHigh = 0;
            Frame.prototype.hashSlices = 0;
            Frame.prototype.timings = null;
            Frame.prototype.nextEntity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Frame.prototype.refusals = $util.emptyArray;
            Frame.prototype.holdsNothing = false;
            Frame.prototype.closed = false;
            Frame.prototype.faults = $util.emptyArray;
            Frame.prototype.entities = 0;
            Frame.prototype.applied = $util.emptyArray;
            Frame.prototype.parked = $util.emptyArray;
            Frame.prototype.unparked = $util.emptyArray;
            Frame.prototype.jobs = $util.emptyArray;

            Frame.create = function(properties) {
                return new Frame(properties);
            };

            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(16).uint64(message.epoch);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(24).uint64(message.n);
                if (message.process != null && message.process.length)
                    writer.uint32(34).bytes(message.process);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(40).uint64(message.tick);
                if (message.skipped != null && message.skipped !== 0)
                    writer.uint32(48).uint32(message.skipped);
                if (message.empty != null && message.empty !== false)
                    writer.uint32(56).bool(message.empty);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(64).uint64(message.mapVersion);
                if (message.inputs != null)
                    $root.atlasnet.log.FrameInputs.encode(message.inputs, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.groups != null && message.groups.length)
                    for (let i = 0; i < message.groups.length; ++i)
                        $root.atlasnet.log.CellGroup.encode(message.groups[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.outbox != null && message.outbox.length)
                    for (let i = 0; i < message.outbox.length; ++i)
                        $root.atlasnet.log.OutboxMessage.encode(message.outbox[i], writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.confirmed != null && message.confirmed.length)
                    for (let i = 0; i < message.confirmed.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.confirmed[i], writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.departures != null && message.departures.length)
                    for (let i = 0; i < message.departures.length; ++i)
                        $root.atlasnet.log.Departure.encode(message.departures[i], writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.sessions != null && message.sessions.length)
                    for (let i = 0; i < message.sessions.length; ++i)
                        $root.atlasnet.log.SessionUpdate.encode(message.sessions[i], writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.hashLow != null && message.hashLow !== 0)
                    writer.uint32(125).fixed32(message.hashLow);
                if (message.hashHigh != null && message.hashHigh !== 0)
                    writer.uint32(133).fixed32(message.hashHigh);
                if (message.hashSlices != null && message.hashSlices !== 0)
                    writer.uint32(136).uint32(message.hashSlices);
                if (message.timings != null)
                    $root.atlasnet.log.Timings.encode(message.timings, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.nextEntity != null && (typeof message.nextEntity === "object" ? message.nextEntity.low || message.nextEntity.high : message.nextEntity !== 0))
                    writer.uint32(152).uint64(message.nextEntity);
                if (message.refusals != null && message.refusals.length)
                    for (let i = 0; i < message.refusals.length; ++i)
                        $root.atlasnet.log.Refusal.encode(message.refusals[i], writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.holdsNothing != null && message.holdsNothing !== false)
                    writer.uint32(168).bool(message.holdsNothing);
                if (message.closed != null && message.closed !== false)
                    writer.uint32(176).bool(message.closed);
                if (message.faults != null && message.faults.length)
                    for (let i = 0; i < message.faults.length; ++i)
                        $root.atlasnet.log.ReportedFault.encode(message.faults[i], writer.uint32(194).fork(), _depth + 1).ldelim();
                if (message.entities != null && message.entities !== 0)
                    writer.uint32(200).uint32(message.entities);
                if (message.applied != null && message.applied.length)
                    for (let i = 0; i < message.applied.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.applied[i], writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.parked != null && message.parked.length)
                    for (let i = 0; i < message.parked.length; ++i)
                        $root.atlasnet.log.ParkedHandoff.encode(message.parked[i], writer.uint32(218).fork(), _depth + 1).ldelim();
                if (message.unparked != null && message.unparked.length)
                    writer.uint32(226).uint64s(message.unparked);
                if (message.jobs != null && message.jobs.length)
                    for (let i = 0; i < message.jobs.length; ++i)
                        $root.atlasnet.log.Job.encode(message.jobs[i], writer.uint32(234).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.skipped = value;
                            else
                                delete message.skipped;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.empty = value;
                            else
                                delete message.empty;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.inputs = $root.atlasnet.log.FrameInputs.decode(reader, reader.size(), $undefined, _depth + 1, message.inputs);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.groups && message.groups.length))
                                message.groups = [];
                            message.groups.push($root.atlasnet.log.CellGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.outbox && message.outbox.length))
                                message.outbox = [];
                            message.outbox.push($root.atlasnet.log.OutboxMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.confirmed && message.confirmed.length))
                                message.confirmed = [];
                            message.confirmed.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.departures && message.departures.length))
                                message.departures = [];
                            message.departures.push($root.atlasnet.log.Departure.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sessions && message.sessions.length))
                                message.sessions = [];
                            message.sessions.push($root.atlasnet.log.SessionUpdate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 15: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.hashLow = value;
                            else
                                delete message.hashLow;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.hashHigh = value;
                            else
                                delete message.hashHigh;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.hashSlices = value;
                            else
                                delete message.hashSlices;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.timings = $root.atlasnet.log.Timings.decode(reader, reader.size(), $undefined, _depth + 1, message.timings);
                            continue;
                        }
                    case 19: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nextEntity = value;
                            else
                                delete message.nextEntity;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if (!(message.refusals && message.refusals.length))
                                message.refusals = [];
                            message.refusals.push($root.atlasnet.log.Refusal.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 21: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.holdsNothing = value;
                            else
                                delete message.holdsNothing;
                            continue;
                        }
                    case 22: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.closed = value;
                            else
                                delete message.closed;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            if (!(message.faults && message.faults.length))
                                message.faults = [];
                            message.faults.push($root.atlasnet.log.ReportedFault.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 25: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.entities = value;
                            else
                                delete message.entities;
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            if (!(message.applied && message.applied.length))
                                message.applied = [];
                            message.applied.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parked && message.parked.length))
                                message.parked = [];
                            message.parked.push($root.atlasnet.log.ParkedHandoff.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 28: {
                            if (wireType === 2) {
                                if (!(message.unparked && message.unparked.length))
                                    message.unparked = [];
                                reader.uint64s(message.unparked);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.unparked && message.unparked.length))
                                message.unparked = [];
                            message.unparked.push(reader.uint64());
                            continue;
                        }
                    case 29: {
                            if (wireType !== 2)
                                break;
                            if (!(message.jobs && message.jobs.length))
                                message.jobs = [];
                            message.jobs.push($root.atlasnet.log.Job.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Frame;
        })();

        log.FramePart = (function() {

            const FramePart = function (properties) {
                this.region = 0;
                this.epoch = 0;
                this.n = 0;
                this.process = FramePart.prototype.process;
                this.index = 0;
                this.count = 0;
                this.bytes = FramePart.prototype.bytes;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FramePart.prototype.region = 0;
            FramePart.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FramePart.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            FramePart.prototype.process = $util.newBuffer([]);
            FramePart.prototype.index = 0;
            FramePart.prototype.count = 0;
            FramePart.prototype.bytes = $util.newBuffer([]);

            FramePart.create = function(properties) {
                return new FramePart(properties);
            };

            FramePart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(16).uint64(message.epoch);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(24).uint64(message.n);
                if (message.process != null && message.process.length)
                    writer.uint32(34).bytes(message.process);
                if (message.index != null && message.index !== 0)
                    writer.uint32(40).uint32(message.index);
                if (message.count != null && message.count !== 0)
                    writer.uint32(48).uint32(message.count);
                if (message.bytes != null && message.bytes.length)
                    writer.uint32(58).bytes(message.bytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FramePart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.FramePart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FramePart;
        })();

        log.FrameInputs = (function() {

            const FrameInputs = function (properties) {
                this.dtMicros = 0;
                this.neighbours = [];
                this.messages = [];
                this.commands = [];
                this.shown = [];
                this.targets = [];
                this.results = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FrameInputs.prototype.neighbours = $util.emptyArray;
            FrameInputs.prototype.messages = $util.emptyArray;
            FrameInputs.prototype.commands = $util.emptyArray;
            FrameInputs.prototype.dtMicros = 0;
            FrameInputs.prototype.shown = $util.emptyArray;
            FrameInputs.prototype.targets = $util.emptyArray;
            FrameInputs.prototype.results = $util.emptyArray;

            FrameInputs.create = function(properties) {
                return new FrameInputs(properties);
            };

            FrameInputs.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.neighbours != null && message.neighbours.length)
                    for (let i = 0; i < message.neighbours.length; ++i)
                        $root.atlasnet.log.NeighbourRead.encode(message.neighbours[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.messages != null && message.messages.length)
                    for (let i = 0; i < message.messages.length; ++i)
                        $root.atlasnet.log.AppliedMessage.encode(message.messages[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.commands != null && message.commands.length)
                    for (let i = 0; i < message.commands.length; ++i)
                        $root.atlasnet.log.AppliedCommand.encode(message.commands[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.dtMicros != null && message.dtMicros !== 0)
                    writer.uint32(32).uint32(message.dtMicros);
                if (message.shown != null && message.shown.length)
                    for (let i = 0; i < message.shown.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.shown[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.targets != null && message.targets.length)
                    for (let i = 0; i < message.targets.length; ++i)
                        $root.atlasnet.log.TargetChoice.encode(message.targets[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.results != null && message.results.length)
                    for (let i = 0; i < message.results.length; ++i)
                        $root.atlasnet.log.TaskResult.encode(message.results[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FrameInputs.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.FrameInputs();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.neighbours && message.neighbours.length))
                                message.neighbours = [];
                            message.neighbours.push($root.atlasnet.log.NeighbourRead.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.messages && message.messages.length))
                                message.messages = [];
                            message.messages.push($root.atlasnet.log.AppliedMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.commands && message.commands.length))
                                message.commands = [];
                            message.commands.push($root.atlasnet.log.AppliedCommand.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dtMicros = value;
                            else
                                delete message.dtMicros;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.shown && message.shown.length))
                                message.shown = [];
                            message.shown.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.targets && message.targets.length))
                                message.targets = [];
                            message.targets.push($root.atlasnet.log.TargetChoice.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.results && message.results.length))
                                message.results = [];
                            message.results.push($root.atlasnet.log.TaskResult.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FrameInputs;
        })();

        log.NeighbourRead = (function() {

            const NeighbourRead = function (properties) {
                this.region = 0;
                this.offset = 0;
                this.tick = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            NeighbourRead.prototype.region = 0;
            NeighbourRead.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            NeighbourRead.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            NeighbourRead.create = function(properties) {
                return new NeighbourRead(properties);
            };

            NeighbourRead.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.offset != null && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(16).uint64(message.offset);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(24).uint64(message.tick);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            NeighbourRead.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.NeighbourRead();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return NeighbourRead;
        })();

        log.Confirmation = (function() {

            const Confirmation = function (properties) {
                this.region = 0;
                this.number = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Confirmation.prototype.region = 0;
            Confirmation.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Confirmation.create = function(properties) {
                return new Confirmation(properties);
            };

            Confirmation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(16).uint64(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Confirmation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Confirmation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Confirmation;
        })();

        log.TargetChoice = (function() {

            const TargetChoice = function (properties) {
                this.entity = 0;
                this.region = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TargetChoice.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TargetChoice.prototype.region = 0;

            TargetChoice.create = function(properties) {
                return new TargetChoice(properties);
            };

            TargetChoice.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.region != null && message.region !== 0)
                    writer.uint32(16).uint32(message.region);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TargetChoice.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.TargetChoice();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TargetChoice;
        })();

        log.AppliedMessage = (function() {

            const AppliedMessage = function (properties) {
                this.from = 0;
                this.number = 0;
                this.message = null;
                this.arrived = 0;
                this.stateHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AppliedMessage.prototype.from = 0;
            AppliedMessage.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AppliedMessage.prototype.message = null;
            AppliedMessage.prototype.arrived = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AppliedMessage.prototype.stateHash = 0;

            AppliedMessage.create = function(properties) {
                return new AppliedMessage(properties);
            };

            AppliedMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && message.from !== 0)
                    writer.uint32(8).uint32(message.from);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(16).uint64(message.number);
                if (message.message != null)
                    $root.atlasnet.log.RegionMessage.encode(message.message, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.arrived != null && (typeof message.arrived === "object" ? message.arrived.low || message.arrived.high : message.arrived !== 0))
                    writer.uint32(32).uint64(message.arrived);
                if (message.stateHash != null && message.stateHash !== 0)
                    writer.uint32(45).fixed32(message.stateHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AppliedMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.AppliedMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.message = $root.atlasnet.log.RegionMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.message);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.arrived = value;
                            else
                                delete message.arrived;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.stateHash = value;
                            else
                                delete message.stateHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AppliedMessage;
        })();

        log.AppliedCommand = (function() {

            const AppliedCommand = function (properties) {
                this.session = 0;
                this.number = 0;
                this.inputSequence = 0;
                this.kind = 0;
                this.payload = AppliedCommand.prototype.payload;
                this.result = 0;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AppliedCommand.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AppliedCommand.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AppliedCommand.prototype.inputSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            AppliedCommand.prototype.kind = 0;
            AppliedCommand.prototype.payload = $util.newBuffer([]);
            AppliedCommand.prototype.result = 0;
            AppliedCommand.prototype.worldSchemaHash = 0;

            AppliedCommand.create = function(properties) {
                return new AppliedCommand(properties);
            };

            AppliedCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(8).uint64(message.session);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(16).uint64(message.number);
                if (message.inputSequence != null && (typeof message.inputSequence === "object" ? message.inputSequence.low || message.inputSequence.high : message.inputSequence !== 0))
                    writer.uint32(24).uint64(message.inputSequence);
                if (message.kind != null && message.kind !== 0)
                    writer.uint32(32).uint32(message.kind);
                if (message.payload != null && message.payload.length)
                    writer.uint32(42).bytes(message.payload);
                if (message.result != null && message.result !== 0)
                    writer.uint32(48).uint32(message.result);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(61).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AppliedCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.AppliedCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.inputSequence = value;
                            else
                                delete message.inputSequence;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AppliedCommand;
        })();

        log.CommandResult = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "APPLIED"] = 0;
            values[valuesById[1] = "REFUSED_UNKNOWN"] = 1;
            values[valuesById[2] = "REFUSED_MALFORMED"] = 2;
            values[valuesById[3] = "REFUSED_BY_GAME"] = 3;
            values[valuesById[4] = "FAILED"] = 4;
            values[valuesById[5] = "REFUSED_NO_AVATAR"] = 5;
            return values;
        })();

        log.CellGroup = (function() {

            const CellGroup = function (properties) {
                this.x = 0;
                this.y = 0;
                this.z = 0;
                this.columns = CellGroup.prototype.columns;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CellGroup.prototype.x = 0;
            CellGroup.prototype.y = 0;
            CellGroup.prototype.z = 0;
            CellGroup.prototype.columns = $util.newBuffer([]);

            CellGroup.create = function(properties) {
                return new CellGroup(properties);
            };

            CellGroup.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.x != null && message.x !== 0)
                    writer.uint32(8).sint32(message.x);
                if (message.y != null && message.y !== 0)
                    writer.uint32(16).sint32(message.y);
                if (message.z != null && message.z !== 0)
                    writer.uint32(24).sint32(message.z);
                if (message.columns != null && message.columns.length)
                    writer.uint32(34).bytes(message.columns);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CellGroup.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.CellGroup();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.x = value;
                            else
                                delete message.x;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.y = value;
                            else
                                delete message.y;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.z = value;
                            else
                                delete message.z;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.columns = value;
                            else
                                delete message.columns;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CellGroup;
        })();

        log.OutboxMessage = (function() {

            const OutboxMessage = function (properties) {
                this.to = 0;
                this.number = 0;
                this.message = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OutboxMessage.prototype.to = 0;
            OutboxMessage.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            OutboxMessage.prototype.message = null;

            OutboxMessage.create = function(properties) {
                return new OutboxMessage(properties);
            };

            OutboxMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.to != null && message.to !== 0)
                    writer.uint32(8).uint32(message.to);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(16).uint64(message.number);
                if (message.message != null)
                    $root.atlasnet.log.RegionMessage.encode(message.message, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OutboxMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.OutboxMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.message = $root.atlasnet.log.RegionMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.message);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OutboxMessage;
        })();

        log.RegionMessage = (function() {

            const RegionMessage = function (properties) {
                this.hops = 0;
                this.mapVersion = 0;
                this.handoff = null;
                this.entityMessage = null;
                this.sessionHome = null;
                this.returned = null;
                this.start = null;
                this.taskResult = null;
                this.sessionWord = null;
                this.whereabouts = null;
                this.tick = 0;
                this.origin = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RegionMessage.prototype.hops = 0;
            RegionMessage.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionMessage.prototype.handoff = null;
            RegionMessage.prototype.entityMessage = null;
            RegionMessage.prototype.sessionHome = null;
            RegionMessage.prototype.returned = null;
            RegionMessage.prototype.start = null;
            RegionMessage.prototype.taskResult = null;
            RegionMessage.prototype.sessionWord = null;
            RegionMessage.prototype.whereabouts = null;
            RegionMessage.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionMessage.prototype.origin = 0;

            let $oneOfFields;

            $Object.defineProperty(RegionMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["handoff", "entityMessage", "sessionHome", "returned", "start", "taskResult", "sessionWord", "whereabouts"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            RegionMessage.create = function(properties) {
                return new RegionMessage(properties);
            };

            RegionMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hops != null && message.hops !== 0)
                    writer.uint32(8).uint32(message.hops);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(16).uint64(message.mapVersion);
                if (message.handoff != null)
                    $root.atlasnet.log.Handoff.encode(message.handoff, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.entityMessage != null)
                    $root.atlasnet.log.EntityMessage.encode(message.entityMessage, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.sessionHome != null)
                    $root.atlasnet.log.SessionHome.encode(message.sessionHome, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.returned != null)
                    $root.atlasnet.log.ReturnedMessage.encode(message.returned, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.start != null)
                    $root.atlasnet.log.StartWorld.encode(message.start, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.taskResult != null)
                    $root.atlasnet.log.TaskResult.encode(message.taskResult, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.sessionWord != null)
                    $root.atlasnet.log.SessionWord.encode(message.sessionWord, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(80).uint64(message.tick);
                if (message.origin != null && message.origin !== 0)
                    writer.uint32(88).uint32(message.origin);
                if (message.whereabouts != null)
                    $root.atlasnet.log.Whereabouts.encode(message.whereabouts, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RegionMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.RegionMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.hops = value;
                            else
                                delete message.hops;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.handoff = $root.atlasnet.log.Handoff.decode(reader, reader.size(), $undefined, _depth + 1, message.handoff);
                            if (chosen)
                                message.body = "handoff";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.entityMessage = $root.atlasnet.log.EntityMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.entityMessage);
                            if (chosen)
                                message.body = "entityMessage";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.sessionHome = $root.atlasnet.log.SessionHome.decode(reader, reader.size(), $undefined, _depth + 1, message.sessionHome);
                            if (chosen)
                                message.body = "sessionHome";
                            chosen = true;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.returned = $root.atlasnet.log.ReturnedMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.returned);
                            if (chosen)
                                message.body = "returned";
                            chosen = true;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.start = $root.atlasnet.log.StartWorld.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
                            if (chosen)
                                message.body = "start";
                            chosen = true;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.taskResult = $root.atlasnet.log.TaskResult.decode(reader, reader.size(), $undefined, _depth + 1, message.taskResult);
                            if (chosen)
                                message.body = "taskResult";
                            chosen = true;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.sessionWord = $root.atlasnet.log.SessionWord.decode(reader, reader.size(), $undefined, _depth + 1, message.sessionWord);
                            if (chosen)
                                message.body = "sessionWord";
                            chosen = true;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.whereabouts = $root.atlasnet.log.Whereabouts.decode(reader, reader.size(), $undefined, _depth + 1, message.whereabouts);
                            if (chosen)
                                message.body = "whereabouts";
                            chosen = true;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.origin = value;
                            else
                                delete message.origin;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RegionMessage;
        })();

        log.Whereabouts = (function() {

            const Whereabouts = function (properties) {
                this.entity = 0;
                this.region = 0;
                this.tick = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Whereabouts.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Whereabouts.prototype.region = 0;
            Whereabouts.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Whereabouts.create = function(properties) {
                return new Whereabouts(properties);
            };

            Whereabouts.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.region != null && message.region !== 0)
                    writer.uint32(16).uint32(message.region);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(24).uint64(message.tick);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Whereabouts.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Whereabouts();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Whereabouts;
        })();

        log.Handoff = (function() {

            const Handoff = function (properties) {
                this.entity = 0;
                this.state = Handoff.prototype.state;
                this.session = null;
                this.sinceTick = 0;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Handoff.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Handoff.prototype.state = $util.newBuffer([]);
            Handoff.prototype.session = null;
            Handoff.prototype.sinceTick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Handoff.prototype.worldSchemaHash = 0;

            Handoff.create = function(properties) {
                return new Handoff(properties);
            };

            Handoff.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.state != null && message.state.length)
                    writer.uint32(18).bytes(message.state);
                if (message.session != null)
                    $root.atlasnet.log.SessionState.encode(message.session, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.sinceTick != null && (typeof message.sinceTick === "object" ? message.sinceTick.low || message.sinceTick.high : message.sinceTick !== 0))
                    writer.uint32(32).uint64(message.sinceTick);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(45).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Handoff.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Handoff();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.session = $root.atlasnet.log.SessionState.decode(reader, reader.size(), $undefined, _depth + 1, message.session);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceTick = value;
                            else
                                delete message.sinceTick;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Handoff;
        })();

        log.EntityMessage = (function() {

            const EntityMessage = function (properties) {
                this.target = 0;
                this.sender = 0;
                this.kind = 0;
                this.payload = EntityMessage.prototype.payload;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            EntityMessage.prototype.target = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EntityMessage.prototype.sender = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            EntityMessage.prototype.kind = 0;
            EntityMessage.prototype.payload = $util.newBuffer([]);
            EntityMessage.prototype.worldSchemaHash = 0;

            EntityMessage.create = function(properties) {
                return new EntityMessage(properties);
            };

            EntityMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.target != null && (typeof message.target === "object" ? message.target.low || message.target.high : message.target !== 0))
                    writer.uint32(8).uint64(message.target);
                if (message.sender != null && (typeof message.sender === "object" ? message.sender.low || message.sender.high : message.sender !== 0))
                    writer.uint32(16).uint64(message.sender);
                if (message.kind != null && message.kind !== 0)
                    writer.uint32(24).uint32(message.kind);
                if (message.payload != null && message.payload.length)
                    writer.uint32(34).bytes(message.payload);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(45).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            EntityMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.EntityMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sender = value;
                            else
                                delete message.sender;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return EntityMessage;
        })();

        log.SessionHome = (function() {

            const SessionHome = function (properties) {
                this.session = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionHome.prototype.session = null;

            SessionHome.create = function(properties) {
                return new SessionHome(properties);
            };

            SessionHome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.session != null)
                    $root.atlasnet.log.SessionState.encode(message.session, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionHome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.SessionHome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.session = $root.atlasnet.log.SessionState.decode(reader, reader.size(), $undefined, _depth + 1, message.session);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionHome;
        })();

        log.SessionWord = (function() {

            const SessionWord = function (properties) {
                this.session = 0;
                this.generation = 0;
                this.kind = 0;
                this.entity = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionWord.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionWord.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionWord.prototype.kind = 0;
            SessionWord.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SessionWord.create = function(properties) {
                return new SessionWord(properties);
            };

            SessionWord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(8).uint64(message.session);
                if (message.generation != null && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(16).uint64(message.generation);
                if (message.kind != null && message.kind !== 0)
                    writer.uint32(24).uint32(message.kind);
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(32).uint64(message.entity);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionWord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.SessionWord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionWord;
        })();

        log.ReturnedMessage = (function() {

            const ReturnedMessage = function (properties) {
                this.refusedBy = 0;
                this.reason = 0;
                this.original = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReturnedMessage.prototype.refusedBy = 0;
            ReturnedMessage.prototype.reason = 0;
            ReturnedMessage.prototype.original = null;

            ReturnedMessage.create = function(properties) {
                return new ReturnedMessage(properties);
            };

            ReturnedMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.refusedBy != null && message.refusedBy !== 0)
                    writer.uint32(8).uint32(message.refusedBy);
                if (message.reason != null && message.reason !== 0)
                    writer.uint32(16).uint32(message.reason);
                if (message.original != null)
                    $root.atlasnet.log.RegionMessage.encode(message.original, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReturnedMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.ReturnedMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.refusedBy = value;
                            else
                                delete message.refusedBy;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.original = $root.atlasnet.log.RegionMessage.decode(reader, reader.size(), $undefined, _depth + 1, message.original);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReturnedMessage;
        })();

        log.StartWorld = (function() {

            const StartWorld = function (properties) {
                this.seed = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            StartWorld.prototype.seed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            StartWorld.create = function(properties) {
                return new StartWorld(properties);
            };

            StartWorld.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seed != null && (typeof message.seed === "object" ? message.seed.low || message.seed.high : message.seed !== 0))
                    writer.uint32(8).uint64(message.seed);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            StartWorld.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.StartWorld();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seed = value;
                            else
                                delete message.seed;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return StartWorld;
        })();

        log.Job = (function() {

            const Job = function (properties) {
                this.region = 0;
                this.epoch = 0;
                this.n = 0;
                this.index = 0;
                this.name = "";
                this.entity = 0;
                this.tick = 0;
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Job.prototype.region = 0;
            Job.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Job.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Job.prototype.index = 0;
            Job.prototype.name = "";
            Job.prototype["arguments"] = $util.newBuffer([]);
            Job.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Job.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Job.prototype.worldSchemaHash = 0;

            Job.create = function(properties) {
                return new Job(properties);
            };

            Job.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(16).uint64(message.epoch);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(24).uint64(message.n);
                if (message.index != null && message.index !== 0)
                    writer.uint32(32).uint32(message.index);
                if (message.name != null && message.name !== "")
                    writer.uint32(42).string(message.name);
                if (message["arguments"] != null && message["arguments"].length)
                    writer.uint32(50).bytes(message["arguments"]);
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(56).uint64(message.entity);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(64).uint64(message.tick);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(77).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Job.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Job();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message["arguments"] = value;
                            else
                                delete message["arguments"];
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Job;
        })();

        log.TaskResult = (function() {

            const TaskResult = function (properties) {
                this.job = "";
                this.name = "";
                this.status = 0;
                this.payload = TaskResult.prototype.payload;
                this.entity = 0;
                this.text = "";
                this.worldSchemaHash = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskResult.prototype.job = "";
            TaskResult.prototype.name = "";
            TaskResult.prototype.status = 0;
            TaskResult.prototype.payload = $util.newBuffer([]);
            TaskResult.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TaskResult.prototype.text = "";
            TaskResult.prototype["arguments"] = $util.newBuffer([]);
            TaskResult.prototype.worldSchemaHash = 0;

            TaskResult.create = function(properties) {
                return new TaskResult(properties);
            };

            TaskResult.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.job != null && message.job !== "")
                    writer.uint32(10).string(message.job);
                if (message.name != null && message.name !== "")
                    writer.uint32(18).string(message.name);
                if (message.status != null && message.status !== 0)
                    writer.uint32(24).uint32(message.status);
                if (message.payload != null && message.payload.length)
                    writer.uint32(34).bytes(message.payload);
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(40).uint64(message.entity);
                if (message.text != null && message.text !== "")
                    writer.uint32(50).string(message.text);
                if (message["arguments"] != null && message["arguments"].length)
                    writer.uint32(58).bytes(message["arguments"]);
                if (message.worldSchemaHash != null && message.worldSchemaHash !== 0)
                    writer.uint32(69).fixed32(message.worldSchemaHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskResult.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.TaskResult();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.job = value;
                            else
                                delete message.job;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message["arguments"] = value;
                            else
                                delete message["arguments"];
                            continue;
                        }
                    case 8: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.worldSchemaHash = value;
                            else
                                delete message.worldSchemaHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TaskResult;
        })();

        log.TaskStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DONE"] = 0;
            values[valuesById[1] = "UNKNOWN_TASK"] = 1;
            values[valuesById[2] = "MALFORMED"] = 2;
            values[valuesById[3] = "THREW"] = 3;
            values[valuesById[4] = "TIMED_OUT"] = 4;
            values[valuesById[5] = "GIVEN_UP"] = 5;
            values[valuesById[6] = "TOO_MANY"] = 6;
            return values;
        })();

        log.Refusal = (function() {

            const Refusal = function (properties) {
                this.from = 0;
                this.number = 0;
                this.reason = 0;
                this.undeliverable = false;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Refusal.prototype.from = 0;
            Refusal.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Refusal.prototype.reason = 0;
            Refusal.prototype.undeliverable = false;

            Refusal.create = function(properties) {
                return new Refusal(properties);
            };

            Refusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && message.from !== 0)
                    writer.uint32(8).uint32(message.from);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(16).uint64(message.number);
                if (message.reason != null && message.reason !== 0)
                    writer.uint32(24).uint32(message.reason);
                if (message.undeliverable != null && message.undeliverable !== false)
                    writer.uint32(32).bool(message.undeliverable);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Refusal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Refusal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.undeliverable = value;
                            else
                                delete message.undeliverable;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Refusal;
        })();

        log.Departure = (function() {

            const Departure = function (properties) {
                this.entity = 0;
                this.to = 0;
                this.number = 0;
                this.cellX = 0;
                this.cellY = 0;
                this.cellZ = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Departure.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Departure.prototype.to = 0;
            Departure.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Departure.prototype.cellX = 0;
            Departure.prototype.cellY = 0;
            Departure.prototype.cellZ = 0;

            Departure.create = function(properties) {
                return new Departure(properties);
            };

            Departure.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.to != null && message.to !== 0)
                    writer.uint32(16).uint32(message.to);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(24).uint64(message.number);
                if (message.cellX != null && message.cellX !== 0)
                    writer.uint32(32).sint32(message.cellX);
                if (message.cellY != null && message.cellY !== 0)
                    writer.uint32(40).sint32(message.cellY);
                if (message.cellZ != null && message.cellZ !== 0)
                    writer.uint32(48).sint32(message.cellZ);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Departure.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Departure();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.cellX = value;
                            else
                                delete message.cellX;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.cellY = value;
                            else
                                delete message.cellY;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.cellZ = value;
                            else
                                delete message.cellZ;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Departure;
        })();

        log.SessionState = (function() {

            const SessionState = function (properties) {
                this.session = 0;
                this.account = "";
                this.generation = 0;
                this.commandNumber = 0;
                this.inputSequence = 0;
                this.avatar = 0;
                this.home = 0;
                this.status = 0;
                this.sinceTick = 0;
                this.game = SessionState.prototype.game;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionState.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.account = "";
            SessionState.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.commandNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.inputSequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.avatar = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.home = 0;
            SessionState.prototype.status = 0;
            SessionState.prototype.sinceTick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionState.prototype.game = $util.newBuffer([]);

            SessionState.create = function(properties) {
                return new SessionState(properties);
            };

            SessionState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(8).uint64(message.session);
                if (message.account != null && message.account !== "")
                    writer.uint32(18).string(message.account);
                if (message.generation != null && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(24).uint64(message.generation);
                if (message.commandNumber != null && (typeof message.commandNumber === "object" ? message.commandNumber.low || message.commandNumber.high : message.commandNumber !== 0))
                    writer.uint32(32).uint64(message.commandNumber);
                if (message.inputSequence != null && (typeof message.inputSequence === "object" ? message.inputSequence.low || message.inputSequence.high : message.inputSequence !== 0))
                    writer.uint32(40).uint64(message.inputSequence);
                if (message.avatar != null && (typeof message.avatar === "object" ? message.avatar.low || message.avatar.high : message.avatar !== 0))
                    writer.uint32(48).uint64(message.avatar);
                if (message.home != null && message.home !== 0)
                    writer.uint32(56).uint32(message.home);
                if (message.status != null && message.status !== 0)
                    writer.uint32(64).uint32(message.status);
                if (message.sinceTick != null && (typeof message.sinceTick === "object" ? message.sinceTick.low || message.sinceTick.high : message.sinceTick !== 0))
                    writer.uint32(72).uint64(message.sinceTick);
                if (message.game != null && message.game.length)
                    writer.uint32(82).bytes(message.game);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.SessionState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.account = value;
                            else
                                delete message.account;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commandNumber = value;
                            else
                                delete message.commandNumber;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.inputSequence = value;
                            else
                                delete message.inputSequence;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.avatar = value;
                            else
                                delete message.avatar;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.home = value;
                            else
                                delete message.home;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceTick = value;
                            else
                                delete message.sinceTick;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.game = value;
                            else
                                delete message.game;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionState;
        })();

        log.SessionUpdate = (function() {

            const SessionUpdate = function (properties) {
                this.state = null;
                this.removed = false;
                this.session = 0;
                this.commandNumber = 0;
                this.answeredAfter = 0;
                this.refusal = 0;
                this.answers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionUpdate.prototype.state = null;
            SessionUpdate.prototype.removed = false;
            SessionUpdate.prototype.answers = $util.emptyArray;
            SessionUpdate.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionUpdate.prototype.commandNumber = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionUpdate.prototype.answeredAfter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SessionUpdate.prototype.refusal = 0;

            SessionUpdate.create = function(properties) {
                return new SessionUpdate(properties);
            };

            SessionUpdate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null)
                    $root.atlasnet.log.SessionState.encode(message.state, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.removed != null && message.removed !== false)
                    writer.uint32(16).bool(message.removed);
                if (message.answers != null && message.answers.length)
                    for (let i = 0; i < message.answers.length; ++i)
                        $root.atlasnet.log.CommandAnswer.encode(message.answers[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(32).uint64(message.session);
                if (message.commandNumber != null && (typeof message.commandNumber === "object" ? message.commandNumber.low || message.commandNumber.high : message.commandNumber !== 0))
                    writer.uint32(40).uint64(message.commandNumber);
                if (message.answeredAfter != null && (typeof message.answeredAfter === "object" ? message.answeredAfter.low || message.answeredAfter.high : message.answeredAfter !== 0))
                    writer.uint32(56).uint64(message.answeredAfter);
                if (message.refusal != null && message.refusal !== 0)
                    writer.uint32(64).uint32(message.refusal);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionUpdate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.SessionUpdate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.state = $root.atlasnet.log.SessionState.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.removed = value;
                            else
                                delete message.removed;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.answers && message.answers.length))
                                message.answers = [];
                            message.answers.push($root.atlasnet.log.CommandAnswer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.commandNumber = value;
                            else
                                delete message.commandNumber;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.answeredAfter = value;
                            else
                                delete message.answeredAfter;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.refusal = value;
                            else
                                delete message.refusal;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionUpdate;
        })();

        log.CommandAnswer = (function() {

            const CommandAnswer = function (properties) {
                this.number = 0;
                this.result = 0;
                this.text = "";
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandAnswer.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CommandAnswer.prototype.result = 0;
            CommandAnswer.prototype.text = "";

            CommandAnswer.create = function(properties) {
                return new CommandAnswer(properties);
            };

            CommandAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(8).uint64(message.number);
                if (message.result != null && message.result !== 0)
                    writer.uint32(16).uint32(message.result);
                if (message.text != null && message.text !== "")
                    writer.uint32(26).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.CommandAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandAnswer;
        })();

        log.ReportedFault = (function() {

            const ReportedFault = function (properties) {
                this.hook = "";
                this.entity = 0;
                this.text = "";
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReportedFault.prototype.hook = "";
            ReportedFault.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ReportedFault.prototype.text = "";

            ReportedFault.create = function(properties) {
                return new ReportedFault(properties);
            };

            ReportedFault.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hook != null && message.hook !== "")
                    writer.uint32(10).string(message.hook);
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(16).uint64(message.entity);
                if (message.text != null && message.text !== "")
                    writer.uint32(26).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReportedFault.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.ReportedFault();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hook = value;
                            else
                                delete message.hook;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReportedFault;
        })();

        log.Timings = (function() {

            const Timings = function (properties) {
                this.tickMicros = 0;
                this.gameMicros = 0;
                this.encodeMicros = 0;
                this.appendMicros = 0;
                this.queuedFrames = 0;
                this.processorMicros = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Timings.prototype.tickMicros = 0;
            Timings.prototype.gameMicros = 0;
            Timings.prototype.encodeMicros = 0;
            Timings.prototype.appendMicros = 0;
            Timings.prototype.queuedFrames = 0;
            Timings.prototype.processorMicros = 0;

            Timings.create = function(properties) {
                return new Timings(properties);
            };

            Timings.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tickMicros != null && message.tickMicros !== 0)
                    writer.uint32(8).uint32(message.tickMicros);
                if (message.gameMicros != null && message.gameMicros !== 0)
                    writer.uint32(16).uint32(message.gameMicros);
                if (message.encodeMicros != null && message.encodeMicros !== 0)
                    writer.uint32(24).uint32(message.encodeMicros);
                if (message.appendMicros != null && message.appendMicros !== 0)
                    writer.uint32(32).uint32(message.appendMicros);
                if (message.queuedFrames != null && message.queuedFrames !== 0)
                    writer.uint32(40).uint32(message.queuedFrames);
                if (message.processorMicros != null && message.processorMicros !== 0)
                    writer.uint32(48).uint32(message.processorMicros);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Timings.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Timings();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tickMicros = value;
                            else
                                delete message.tickMicros;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.gameMicros = value;
                            else
                                delete message.gameMicros;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.encodeMicros = value;
                            else
                                delete message.encodeMicros;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.appendMicros = value;
                            else
                                delete message.appendMicros;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.queuedFrames = value;
                            else
                                delete message.queuedFrames;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.processorMicros = value;
                            else
                                delete message.processorMicros;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Timings;
        })();

        log.MapRecord = (function() {

            const MapRecord = function (properties) {
                this.version = 0;
                this.incarnation = MapRecord.prototype.incarnation;
                this.started = null;
                this.proposal = null;
                this.activation = null;
                this.withdrawal = null;
                this.assignment = null;
                this.timeResumed = null;
                this.retired = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MapRecord.prototype.version = 0;
            MapRecord.prototype.incarnation = $util.newBuffer([]);
            MapRecord.prototype.started = null;
            MapRecord.prototype.proposal = null;
            MapRecord.prototype.activation = null;
            MapRecord.prototype.withdrawal = null;
            MapRecord.prototype.assignment = null;
            MapRecord.prototype.timeResumed = null;
            MapRecord.prototype.retired = null;

            let $oneOfFields;

            $Object.defineProperty(MapRecord.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["started", "proposal", "activation", "withdrawal", "assignment", "timeResumed", "retired"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            MapRecord.create = function(properties) {
                return new MapRecord(properties);
            };

            MapRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.started != null)
                    $root.atlasnet.log.Incarnation.encode(message.started, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.proposal != null)
                    $root.atlasnet.log.MapProposal.encode(message.proposal, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.activation != null)
                    $root.atlasnet.log.MapActivation.encode(message.activation, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.withdrawal != null)
                    $root.atlasnet.log.MapWithdrawal.encode(message.withdrawal, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.assignment != null)
                    $root.atlasnet.log.Assignment.encode(message.assignment, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.timeResumed != null)
                    $root.atlasnet.log.TimeResumed.encode(message.timeResumed, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.retired != null)
                    $root.atlasnet.log.RegionRetired.encode(message.retired, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MapRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.MapRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.started = $root.atlasnet.log.Incarnation.decode(reader, reader.size(), $undefined, _depth + 1, message.started);
                            if (chosen)
                                message.body = "started";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.proposal = $root.atlasnet.log.MapProposal.decode(reader, reader.size(), $undefined, _depth + 1, message.proposal);
                            if (chosen)
                                message.body = "proposal";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.activation = $root.atlasnet.log.MapActivation.decode(reader, reader.size(), $undefined, _depth + 1, message.activation);
                            if (chosen)
                                message.body = "activation";
                            chosen = true;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.withdrawal = $root.atlasnet.log.MapWithdrawal.decode(reader, reader.size(), $undefined, _depth + 1, message.withdrawal);
                            if (chosen)
                                message.body = "withdrawal";
                            chosen = true;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.assignment = $root.atlasnet.log.Assignment.decode(reader, reader.size(), $undefined, _depth + 1, message.assignment);
                            if (chosen)
                                message.body = "assignment";
                            chosen = true;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.timeResumed = $root.atlasnet.log.TimeResumed.decode(reader, reader.size(), $undefined, _depth + 1, message.timeResumed);
                            if (chosen)
                                message.body = "timeResumed";
                            chosen = true;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.retired = $root.atlasnet.log.RegionRetired.decode(reader, reader.size(), $undefined, _depth + 1, message.retired);
                            if (chosen)
                                message.body = "retired";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MapRecord;
        })();

        log.Incarnation = (function() {

            const Incarnation = function (properties) {
                this.world = "";
                this.id = Incarnation.prototype.id;
                this.tickZeroMs = 0;
                this.homeCount = 0;
                this.regionsMax = 0;
                this.tickHz = 0;
                this.seed = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Incarnation.prototype.world = "";
            Incarnation.prototype.id = $util.newBuffer([]);
            Incarnation.prototype.tickZeroMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Incarnation.prototype.homeCount = 0;
            Incarnation.prototype.regionsMax = 0;
            Incarnation.prototype.tickHz = 0;
            Incarnation.prototype.seed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Incarnation.create = function(properties) {
                return new Incarnation(properties);
            };

            Incarnation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.world != null && message.world !== "")
                    writer.uint32(10).string(message.world);
                if (message.id != null && message.id.length)
                    writer.uint32(18).bytes(message.id);
                if (message.tickZeroMs != null && (typeof message.tickZeroMs === "object" ? message.tickZeroMs.low || message.tickZeroMs.high : message.tickZeroMs !== 0))
                    writer.uint32(24).uint64(message.tickZeroMs);
                if (message.homeCount != null && message.homeCount !== 0)
                    writer.uint32(32).uint32(message.homeCount);
                if (message.regionsMax != null && message.regionsMax !== 0)
                    writer.uint32(40).uint32(message.regionsMax);
                if (message.tickHz != null && !$Object.is(message.tickHz, 0))
                    writer.uint32(49).double(message.tickHz);
                if (message.seed != null && (typeof message.seed === "object" ? message.seed.low || message.seed.high : message.seed !== 0))
                    writer.uint32(56).uint64(message.seed);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Incarnation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Incarnation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.world = value;
                            else
                                delete message.world;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tickZeroMs = value;
                            else
                                delete message.tickZeroMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.homeCount = value;
                            else
                                delete message.homeCount;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.regionsMax = value;
                            else
                                delete message.regionsMax;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.tickHz = value;
                            else
                                delete message.tickHz;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seed = value;
                            else
                                delete message.seed;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Incarnation;
        })();

        log.RegionBounds = (function() {

            const RegionBounds = function (properties) {
                this.region = 0;
                this.min = [];
                this.max = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RegionBounds.prototype.region = 0;
            RegionBounds.prototype.min = $util.emptyArray;
            RegionBounds.prototype.max = $util.emptyArray;

            RegionBounds.create = function(properties) {
                return new RegionBounds(properties);
            };

            RegionBounds.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.min != null && message.min.length)
                    writer.uint32(18).doubles(message.min);
                if (message.max != null && message.max.length)
                    writer.uint32(26).doubles(message.max);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RegionBounds.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.RegionBounds();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.min && message.min.length))
                                    message.min = [];
                                reader.doubles(message.min);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.min && message.min.length))
                                message.min = [];
                            message.min.push(reader.double());
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.max && message.max.length))
                                    message.max = [];
                                reader.doubles(message.max);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.max && message.max.length))
                                message.max = [];
                            message.max.push(reader.double());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RegionBounds;
        })();

        log.MapProposal = (function() {

            const MapProposal = function (properties) {
                this.mapVersion = 0;
                this.replaces = 0;
                this.reason = "";
                this.expectedImbalance = 0;
                this.expectedMoved = 0;
                this.process = MapProposal.prototype.process;
                this.regions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MapProposal.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MapProposal.prototype.replaces = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MapProposal.prototype.regions = $util.emptyArray;
            MapProposal.prototype.reason = "";
            MapProposal.prototype.expectedImbalance = 0;
            MapProposal.prototype.expectedMoved = 0;
            MapProposal.prototype.process = $util.newBuffer([]);

            MapProposal.create = function(properties) {
                return new MapProposal(properties);
            };

            MapProposal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(8).uint64(message.mapVersion);
                if (message.replaces != null && (typeof message.replaces === "object" ? message.replaces.low || message.replaces.high : message.replaces !== 0))
                    writer.uint32(16).uint64(message.replaces);
                if (message.regions != null && message.regions.length)
                    for (let i = 0; i < message.regions.length; ++i)
                        $root.atlasnet.log.RegionBounds.encode(message.regions[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.reason != null && message.reason !== "")
                    writer.uint32(34).string(message.reason);
                if (message.expectedImbalance != null && !$Object.is(message.expectedImbalance, 0))
                    writer.uint32(41).double(message.expectedImbalance);
                if (message.expectedMoved != null && !$Object.is(message.expectedMoved, 0))
                    writer.uint32(49).double(message.expectedMoved);
                if (message.process != null && message.process.length)
                    writer.uint32(58).bytes(message.process);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MapProposal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.MapProposal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.regions && message.regions.length))
                                message.regions = [];
                            message.regions.push($root.atlasnet.log.RegionBounds.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.expectedImbalance = value;
                            else
                                delete message.expectedImbalance;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.expectedMoved = value;
                            else
                                delete message.expectedMoved;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MapProposal;
        })();

        log.MapActivation = (function() {

            const MapActivation = function (properties) {
                this.mapVersion = 0;
                this.fromTick = 0;
                this.process = MapActivation.prototype.process;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MapActivation.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MapActivation.prototype.fromTick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MapActivation.prototype.process = $util.newBuffer([]);

            MapActivation.create = function(properties) {
                return new MapActivation(properties);
            };

            MapActivation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(8).uint64(message.mapVersion);
                if (message.fromTick != null && (typeof message.fromTick === "object" ? message.fromTick.low || message.fromTick.high : message.fromTick !== 0))
                    writer.uint32(16).uint64(message.fromTick);
                if (message.process != null && message.process.length)
                    writer.uint32(26).bytes(message.process);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MapActivation.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.MapActivation();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.fromTick = value;
                            else
                                delete message.fromTick;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MapActivation;
        })();

        log.MapWithdrawal = (function() {

            const MapWithdrawal = function (properties) {
                this.mapVersion = 0;
                this.reason = "";
                this.process = MapWithdrawal.prototype.process;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MapWithdrawal.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MapWithdrawal.prototype.reason = "";
            MapWithdrawal.prototype.process = $util.newBuffer([]);

            MapWithdrawal.create = function(properties) {
                return new MapWithdrawal(properties);
            };

            MapWithdrawal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(8).uint64(message.mapVersion);
                if (message.reason != null && message.reason !== "")
                    writer.uint32(18).string(message.reason);
                if (message.process != null && message.process.length)
                    writer.uint32(26).bytes(message.process);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MapWithdrawal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.MapWithdrawal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MapWithdrawal;
        })();

        log.Assignment = (function() {

            const Assignment = function (properties) {
                this.region = 0;
                this.process = Assignment.prototype.process;
                this.replaces = 0;
                this.reason = "";
                this.watchdog = Assignment.prototype.watchdog;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Assignment.prototype.region = 0;
            Assignment.prototype.process = $util.newBuffer([]);
            Assignment.prototype.replaces = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Assignment.prototype.reason = "";
            Assignment.prototype.watchdog = $util.newBuffer([]);

            Assignment.create = function(properties) {
                return new Assignment(properties);
            };

            Assignment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.process != null && message.process.length)
                    writer.uint32(18).bytes(message.process);
                if (message.replaces != null && (typeof message.replaces === "object" ? message.replaces.low || message.replaces.high : message.replaces !== 0))
                    writer.uint32(24).uint64(message.replaces);
                if (message.reason != null && message.reason !== "")
                    writer.uint32(34).string(message.reason);
                if (message.watchdog != null && message.watchdog.length)
                    writer.uint32(42).bytes(message.watchdog);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Assignment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Assignment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.watchdog = value;
                            else
                                delete message.watchdog;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Assignment;
        })();

        log.TimeResumed = (function() {

            const TimeResumed = function (properties) {
                this.tick = 0;
                this.atMs = 0;
                this.replaces = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TimeResumed.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TimeResumed.prototype.atMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            TimeResumed.prototype.replaces = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TimeResumed.create = function(properties) {
                return new TimeResumed(properties);
            };

            TimeResumed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(8).uint64(message.tick);
                if (message.atMs != null && (typeof message.atMs === "object" ? message.atMs.low || message.atMs.high : message.atMs !== 0))
                    writer.uint32(16).uint64(message.atMs);
                if (message.replaces != null && (typeof message.replaces === "object" ? message.replaces.low || message.replaces.high : message.replaces !== 0))
                    writer.uint32(24).uint64(message.replaces);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TimeResumed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.TimeResumed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TimeResumed;
        })();

        log.RegionRetired = (function() {

            const RegionRetired = function (properties) {
                this.region = 0;
                this.mapVersion = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RegionRetired.prototype.region = 0;
            RegionRetired.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            RegionRetired.create = function(properties) {
                return new RegionRetired(properties);
            };

            RegionRetired.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(16).uint64(message.mapVersion);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RegionRetired.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.RegionRetired();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RegionRetired;
        })();

        log.LoadRecord = (function() {

            const LoadRecord = function (properties) {
                this.version = 0;
                this.incarnation = LoadRecord.prototype.incarnation;
                this.load = null;
                this.beacon = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LoadRecord.prototype.version = 0;
            LoadRecord.prototype.incarnation = $util.newBuffer([]);
            LoadRecord.prototype.load = null;
            LoadRecord.prototype.beacon = null;

            let $oneOfFields;

            $Object.defineProperty(LoadRecord.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["load", "beacon"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            LoadRecord.create = function(properties) {
                return new LoadRecord(properties);
            };

            LoadRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.load != null)
                    $root.atlasnet.log.RegionLoad.encode(message.load, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.beacon != null)
                    $root.atlasnet.log.ClockBeacon.encode(message.beacon, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LoadRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.LoadRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.load = $root.atlasnet.log.RegionLoad.decode(reader, reader.size(), $undefined, _depth + 1, message.load);
                            if (chosen)
                                message.body = "load";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.beacon = $root.atlasnet.log.ClockBeacon.decode(reader, reader.size(), $undefined, _depth + 1, message.beacon);
                            if (chosen)
                                message.body = "beacon";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LoadRecord;
        })();

        log.RegionLoad = (function() {

            const RegionLoad = function (properties) {
                this.region = 0;
                this.epoch = 0;
                this.n = 0;
                this.tick = 0;
                this.mapVersion = 0;
                this.entities = 0;
                this.costMicros = 0;
                this.frameBytes = 0;
                this.cellSizeM = 0;
                this.sessions = 0;
                this.process = RegionLoad.prototype.process;
                this.tickP99Micros = 0;
                this.handoffsOut = 0;
                this.cells = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RegionLoad.prototype.region = 0;
            RegionLoad.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionLoad.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionLoad.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionLoad.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionLoad.prototype.entities = 0;
            RegionLoad.prototype.costMicros = 0;
            RegionLoad.prototype.frameBytes = 0;
            RegionLoad.prototype.cellSizeM = 0;
            RegionLoad.prototype.cells = $util.emptyArray;
            RegionLoad.prototype.sessions = 0;
            RegionLoad.prototype.process = $util.newBuffer([]);
            RegionLoad.prototype.tickP99Micros = 0;
            RegionLoad.prototype.handoffsOut = 0;

            RegionLoad.create = function(properties) {
                return new RegionLoad(properties);
            };

            RegionLoad.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(16).uint64(message.epoch);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(24).uint64(message.n);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(32).uint64(message.tick);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(40).uint64(message.mapVersion);
                if (message.entities != null && message.entities !== 0)
                    writer.uint32(48).uint32(message.entities);
                if (message.costMicros != null && !$Object.is(message.costMicros, 0))
                    writer.uint32(57).double(message.costMicros);
                if (message.frameBytes != null && !$Object.is(message.frameBytes, 0))
                    writer.uint32(65).double(message.frameBytes);
                if (message.cellSizeM != null && !$Object.is(message.cellSizeM, 0))
                    writer.uint32(73).double(message.cellSizeM);
                if (message.cells != null && message.cells.length)
                    for (let i = 0; i < message.cells.length; ++i)
                        $root.atlasnet.log.LoadCell.encode(message.cells[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.sessions != null && message.sessions !== 0)
                    writer.uint32(88).uint32(message.sessions);
                if (message.process != null && message.process.length)
                    writer.uint32(98).bytes(message.process);
                if (message.tickP99Micros != null && message.tickP99Micros !== 0)
                    writer.uint32(104).uint32(message.tickP99Micros);
                if (message.handoffsOut != null && message.handoffsOut !== 0)
                    writer.uint32(112).uint32(message.handoffsOut);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RegionLoad.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.RegionLoad();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.entities = value;
                            else
                                delete message.entities;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.costMicros = value;
                            else
                                delete message.costMicros;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.frameBytes = value;
                            else
                                delete message.frameBytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.cellSizeM = value;
                            else
                                delete message.cellSizeM;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.cells && message.cells.length))
                                message.cells = [];
                            message.cells.push($root.atlasnet.log.LoadCell.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sessions = value;
                            else
                                delete message.sessions;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tickP99Micros = value;
                            else
                                delete message.tickP99Micros;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.handoffsOut = value;
                            else
                                delete message.handoffsOut;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RegionLoad;
        })();

        log.LoadCell = (function() {

            const LoadCell = function (properties) {
                this.x = 0;
                this.y = 0;
                this.z = 0;
                this.entities = 0;
                this.costMicros = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LoadCell.prototype.x = 0;
            LoadCell.prototype.y = 0;
            LoadCell.prototype.z = 0;
            LoadCell.prototype.entities = 0;
            LoadCell.prototype.costMicros = 0;

            LoadCell.create = function(properties) {
                return new LoadCell(properties);
            };

            LoadCell.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.x != null && message.x !== 0)
                    writer.uint32(8).sint32(message.x);
                if (message.y != null && message.y !== 0)
                    writer.uint32(16).sint32(message.y);
                if (message.z != null && message.z !== 0)
                    writer.uint32(24).sint32(message.z);
                if (message.entities != null && message.entities !== 0)
                    writer.uint32(32).uint32(message.entities);
                if (message.costMicros != null && !$Object.is(message.costMicros, 0))
                    writer.uint32(45).float(message.costMicros);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LoadCell.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.LoadCell();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.x = value;
                            else
                                delete message.x;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.y = value;
                            else
                                delete message.y;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.z = value;
                            else
                                delete message.z;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.entities = value;
                            else
                                delete message.entities;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (!$Object.is(value = reader.float(), 0))
                                message.costMicros = value;
                            else
                                delete message.costMicros;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LoadCell;
        })();

        log.ClockBeacon = (function() {

            const ClockBeacon = function (properties) {
                this.process = ClockBeacon.prototype.process;
                this.worldMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ClockBeacon.prototype.process = $util.newBuffer([]);
            ClockBeacon.prototype.worldMs = 0;

            ClockBeacon.create = function(properties) {
                return new ClockBeacon(properties);
            };

            ClockBeacon.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.process != null && message.process.length)
                    writer.uint32(10).bytes(message.process);
                if (message.worldMs != null && !$Object.is(message.worldMs, 0))
                    writer.uint32(17).double(message.worldMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ClockBeacon.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.ClockBeacon();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.worldMs = value;
                            else
                                delete message.worldMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClockBeacon;
        })();

        log.CheckpointChunk = (function() {

            const CheckpointChunk = function (properties) {
                this.version = 0;
                this.incarnation = CheckpointChunk.prototype.incarnation;
                this.region = 0;
                this.epoch = 0;
                this.offset = 0;
                this.n = 0;
                this.index = 0;
                this.count = 0;
                this.checksum = 0;
                this.bytes = CheckpointChunk.prototype.bytes;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CheckpointChunk.prototype.version = 0;
            CheckpointChunk.prototype.incarnation = $util.newBuffer([]);
            CheckpointChunk.prototype.region = 0;
            CheckpointChunk.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CheckpointChunk.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CheckpointChunk.prototype.n = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            CheckpointChunk.prototype.index = 0;
            CheckpointChunk.prototype.count = 0;
            CheckpointChunk.prototype.checksum = 0;
            CheckpointChunk.prototype.bytes = $util.newBuffer([]);

            CheckpointChunk.create = function(properties) {
                return new CheckpointChunk(properties);
            };

            CheckpointChunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.region != null && message.region !== 0)
                    writer.uint32(24).uint32(message.region);
                if (message.epoch != null && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(32).uint64(message.epoch);
                if (message.offset != null && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(40).uint64(message.offset);
                if (message.n != null && (typeof message.n === "object" ? message.n.low || message.n.high : message.n !== 0))
                    writer.uint32(48).uint64(message.n);
                if (message.index != null && message.index !== 0)
                    writer.uint32(56).uint32(message.index);
                if (message.count != null && message.count !== 0)
                    writer.uint32(64).uint32(message.count);
                if (message.checksum != null && message.checksum !== 0)
                    writer.uint32(77).fixed32(message.checksum);
                if (message.bytes != null && message.bytes.length)
                    writer.uint32(82).bytes(message.bytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CheckpointChunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.CheckpointChunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.n = value;
                            else
                                delete message.n;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.checksum = value;
                            else
                                delete message.checksum;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CheckpointChunk;
        })();

        log.RegionSnapshot = (function() {

            const RegionSnapshot = function (properties) {
                this.region = 0;
                this.tick = 0;
                this.mapVersion = 0;
                this.nextEntity = 0;
                this.hashLow = 0;
                this.hashHigh = 0;
                this.worldSchema = RegionSnapshot.prototype.worldSchema;
                this.sliceHashLow = 0;
                this.sliceHashHigh = 0;
                this.closed = false;
                this.worldSchemaBefore = RegionSnapshot.prototype.worldSchemaBefore;
                this.groups = [];
                this.sessions = [];
                this.inbox = [];
                this.outboxNumbers = [];
                this.outbox = [];
                this.parked = [];
                this.sentAway = [];
                this.arrivals = [];
                this.jobs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RegionSnapshot.prototype.region = 0;
            RegionSnapshot.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionSnapshot.prototype.mapVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionSnapshot.prototype.nextEntity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            RegionSnapshot.prototype.groups = $util.emptyArray;
            RegionSnapshot.prototype.sessions = $util.emptyArray;
            RegionSnapshot.prototype.inbox = $util.emptyArray;
            RegionSnapshot.prototype.outboxNumbers = $util.emptyArray;
            RegionSnapshot.prototype.outbox = $util.emptyArray;
            RegionSnapshot.prototype.parked = $util.emptyArray;
            RegionSnapshot.prototype.sentAway = $util.emptyArray;
            RegionSnapshot.prototype.hashLow = 0;
            RegionSnapshot.prototype.hashHigh = 0;
            RegionSnapshot.prototype.worldSchema = $util.newBuffer([]);
            RegionSnapshot.prototype.sliceHashLow = 0;
            RegionSnapshot.prototype.sliceHashHigh = 0;
            RegionSnapshot.prototype.closed = false;
            RegionSnapshot.prototype.arrivals = $util.emptyArray;
            RegionSnapshot.prototype.jobs = $util.emptyArray;
            RegionSnapshot.prototype.worldSchemaBefore = $util.newBuffer([]);

            RegionSnapshot.create = function(properties) {
                return new RegionSnapshot(properties);
            };

            RegionSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.region != null && message.region !== 0)
                    writer.uint32(8).uint32(message.region);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(16).uint64(message.tick);
                if (message.mapVersion != null && (typeof message.mapVersion === "object" ? message.mapVersion.low || message.mapVersion.high : message.mapVersion !== 0))
                    writer.uint32(24).uint64(message.mapVersion);
                if (message.nextEntity != null && (typeof message.nextEntity === "object" ? message.nextEntity.low || message.nextEntity.high : message.nextEntity !== 0))
                    writer.uint32(32).uint64(message.nextEntity);
                if (message.groups != null && message.groups.length)
                    for (let i = 0; i < message.groups.length; ++i)
                        $root.atlasnet.log.CellGroup.encode(message.groups[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.sessions != null && message.sessions.length)
                    for (let i = 0; i < message.sessions.length; ++i)
                        $root.atlasnet.log.SessionState.encode(message.sessions[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.inbox != null && message.inbox.length)
                    for (let i = 0; i < message.inbox.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.inbox[i], writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.outboxNumbers != null && message.outboxNumbers.length)
                    for (let i = 0; i < message.outboxNumbers.length; ++i)
                        $root.atlasnet.log.Confirmation.encode(message.outboxNumbers[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.outbox != null && message.outbox.length)
                    for (let i = 0; i < message.outbox.length; ++i)
                        $root.atlasnet.log.OutboxMessage.encode(message.outbox[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.parked != null && message.parked.length)
                    for (let i = 0; i < message.parked.length; ++i)
                        $root.atlasnet.log.ParkedHandoff.encode(message.parked[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.sentAway != null && message.sentAway.length)
                    for (let i = 0; i < message.sentAway.length; ++i)
                        $root.atlasnet.log.SentAway.encode(message.sentAway[i], writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.hashLow != null && message.hashLow !== 0)
                    writer.uint32(101).fixed32(message.hashLow);
                if (message.hashHigh != null && message.hashHigh !== 0)
                    writer.uint32(109).fixed32(message.hashHigh);
                if (message.worldSchema != null && message.worldSchema.length)
                    writer.uint32(114).bytes(message.worldSchema);
                if (message.sliceHashLow != null && message.sliceHashLow !== 0)
                    writer.uint32(125).fixed32(message.sliceHashLow);
                if (message.sliceHashHigh != null && message.sliceHashHigh !== 0)
                    writer.uint32(133).fixed32(message.sliceHashHigh);
                if (message.closed != null && message.closed !== false)
                    writer.uint32(136).bool(message.closed);
                if (message.arrivals != null && message.arrivals.length)
                    for (let i = 0; i < message.arrivals.length; ++i)
                        $root.atlasnet.log.Arrival.encode(message.arrivals[i], writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.jobs != null && message.jobs.length)
                    for (let i = 0; i < message.jobs.length; ++i)
                        $root.atlasnet.log.Job.encode(message.jobs[i], writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.worldSchemaBefore != null && message.worldSchemaBefore.length)
                    writer.uint32(162).bytes(message.worldSchemaBefore);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RegionSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.RegionSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mapVersion = value;
                            else
                                delete message.mapVersion;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nextEntity = value;
                            else
                                delete message.nextEntity;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.groups && message.groups.length))
                                message.groups = [];
                            message.groups.push($root.atlasnet.log.CellGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sessions && message.sessions.length))
                                message.sessions = [];
                            message.sessions.push($root.atlasnet.log.SessionState.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.inbox && message.inbox.length))
                                message.inbox = [];
                            message.inbox.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.outboxNumbers && message.outboxNumbers.length))
                                message.outboxNumbers = [];
                            message.outboxNumbers.push($root.atlasnet.log.Confirmation.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.outbox && message.outbox.length))
                                message.outbox = [];
                            message.outbox.push($root.atlasnet.log.OutboxMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parked && message.parked.length))
                                message.parked = [];
                            message.parked.push($root.atlasnet.log.ParkedHandoff.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sentAway && message.sentAway.length))
                                message.sentAway = [];
                            message.sentAway.push($root.atlasnet.log.SentAway.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.hashLow = value;
                            else
                                delete message.hashLow;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.hashHigh = value;
                            else
                                delete message.hashHigh;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.worldSchema = value;
                            else
                                delete message.worldSchema;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sliceHashLow = value;
                            else
                                delete message.sliceHashLow;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.sliceHashHigh = value;
                            else
                                delete message.sliceHashHigh;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.closed = value;
                            else
                                delete message.closed;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if (!(message.arrivals && message.arrivals.length))
                                message.arrivals = [];
                            message.arrivals.push($root.atlasnet.log.Arrival.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            if (!(message.jobs && message.jobs.length))
                                message.jobs = [];
                            message.jobs.push($root.atlasnet.log.Job.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.worldSchemaBefore = value;
                            else
                                delete message.worldSchemaBefore;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RegionSnapshot;
        })();

        log.ParkedHandoff = (function() {

            const ParkedHandoff = function (properties) {
                this.from = 0;
                this.number = 0;
                this.handoff = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ParkedHandoff.prototype.from = 0;
            ParkedHandoff.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            ParkedHandoff.prototype.handoff = null;

            ParkedHandoff.create = function(properties) {
                return new ParkedHandoff(properties);
            };

            ParkedHandoff.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && message.from !== 0)
                    writer.uint32(8).uint32(message.from);
                if (message.number != null && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(16).uint64(message.number);
                if (message.handoff != null)
                    $root.atlasnet.log.Handoff.encode(message.handoff, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ParkedHandoff.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.ParkedHandoff();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.handoff = $root.atlasnet.log.Handoff.decode(reader, reader.size(), $undefined, _depth + 1, message.handoff);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ParkedHandoff;
        })();

        log.SentAway = (function() {

            const SentAway = function (properties) {
                this.entity = 0;
                this.to = 0;
                this.tick = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SentAway.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            SentAway.prototype.to = 0;
            SentAway.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            SentAway.create = function(properties) {
                return new SentAway(properties);
            };

            SentAway.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.to != null && message.to !== 0)
                    writer.uint32(16).uint32(message.to);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(24).uint64(message.tick);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SentAway.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.SentAway();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SentAway;
        })();

        log.Arrival = (function() {

            const Arrival = function (properties) {
                this.entity = 0;
                this.tick = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Arrival.prototype.entity = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Arrival.prototype.tick = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            Arrival.create = function(properties) {
                return new Arrival(properties);
            };

            Arrival.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entity != null && (typeof message.entity === "object" ? message.entity.low || message.entity.high : message.entity !== 0))
                    writer.uint32(8).uint64(message.entity);
                if (message.tick != null && (typeof message.tick === "object" ? message.tick.low || message.tick.high : message.tick !== 0))
                    writer.uint32(16).uint64(message.tick);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Arrival.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Arrival();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.entity = value;
                            else
                                delete message.entity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tick = value;
                            else
                                delete message.tick;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Arrival;
        })();

        log.SessionRecord = (function() {

            const SessionRecord = function (properties) {
                this.version = 0;
                this.incarnation = SessionRecord.prototype.incarnation;
                this.consumed = null;
                this.ban = null;
                this.match = null;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SessionRecord.prototype.version = 0;
            SessionRecord.prototype.incarnation = $util.newBuffer([]);
            SessionRecord.prototype.consumed = null;
            SessionRecord.prototype.ban = null;
            SessionRecord.prototype.match = null;

            let $oneOfFields;

            $Object.defineProperty(SessionRecord.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["consumed", "ban", "match"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            SessionRecord.create = function(properties) {
                return new SessionRecord(properties);
            };

            SessionRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.consumed != null)
                    $root.atlasnet.log.TokenConsumed.encode(message.consumed, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.ban != null)
                    $root.atlasnet.log.Ban.encode(message.ban, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.match != null)
                    $root.atlasnet.log.MatchRecord.encode(message.match, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SessionRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value, chosen = _target;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.SessionRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.consumed = $root.atlasnet.log.TokenConsumed.decode(reader, reader.size(), $undefined, _depth + 1, message.consumed);
                            if (chosen)
                                message.body = "consumed";
                            chosen = true;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.ban = $root.atlasnet.log.Ban.decode(reader, reader.size(), $undefined, _depth + 1, message.ban);
                            if (chosen)
                                message.body = "ban";
                            chosen = true;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.match = $root.atlasnet.log.MatchRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.match);
                            if (chosen)
                                message.body = "match";
                            chosen = true;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SessionRecord;
        })();

        log.TokenConsumed = (function() {

            const TokenConsumed = function (properties) {
                this.token = TokenConsumed.prototype.token;
                this.process = TokenConsumed.prototype.process;
                this.expiresMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TokenConsumed.prototype.token = $util.newBuffer([]);
            TokenConsumed.prototype.process = $util.newBuffer([]);
            TokenConsumed.prototype.expiresMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            TokenConsumed.create = function(properties) {
                return new TokenConsumed(properties);
            };

            TokenConsumed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && message.token.length)
                    writer.uint32(10).bytes(message.token);
                if (message.process != null && message.process.length)
                    writer.uint32(18).bytes(message.process);
                if (message.expiresMs != null && (typeof message.expiresMs === "object" ? message.expiresMs.low || message.expiresMs.high : message.expiresMs !== 0))
                    writer.uint32(24).uint64(message.expiresMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TokenConsumed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.TokenConsumed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresMs = value;
                            else
                                delete message.expiresMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TokenConsumed;
        })();

        log.Ban = (function() {

            const Ban = function (properties) {
                this.account = "";
                this.reason = "";
                this.untilMs = 0;
                this.lifted = false;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Ban.prototype.account = "";
            Ban.prototype.reason = "";
            Ban.prototype.untilMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            Ban.prototype.lifted = false;

            Ban.create = function(properties) {
                return new Ban(properties);
            };

            Ban.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.account != null && message.account !== "")
                    writer.uint32(10).string(message.account);
                if (message.reason != null && message.reason !== "")
                    writer.uint32(18).string(message.reason);
                if (message.untilMs != null && (typeof message.untilMs === "object" ? message.untilMs.low || message.untilMs.high : message.untilMs !== 0))
                    writer.uint32(24).uint64(message.untilMs);
                if (message.lifted != null && message.lifted !== false)
                    writer.uint32(32).bool(message.lifted);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Ban.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.Ban();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.account = value;
                            else
                                delete message.account;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.untilMs = value;
                            else
                                delete message.untilMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.lifted = value;
                            else
                                delete message.lifted;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ban;
        })();

        log.MatchRecord = (function() {

            const MatchRecord = function (properties) {
                this.session = 0;
                this.account = "";
                this.atMs = 0;
                this.kind = 0;
                this.reason = "";
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MatchRecord.prototype.session = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MatchRecord.prototype.account = "";
            MatchRecord.prototype.atMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
            MatchRecord.prototype.kind = 0;
            MatchRecord.prototype.reason = "";

            MatchRecord.create = function(properties) {
                return new MatchRecord(properties);
            };

            MatchRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.session != null && (typeof message.session === "object" ? message.session.low || message.session.high : message.session !== 0))
                    writer.uint32(8).uint64(message.session);
                if (message.account != null && message.account !== "")
                    writer.uint32(18).string(message.account);
                if (message.atMs != null && (typeof message.atMs === "object" ? message.atMs.low || message.atMs.high : message.atMs !== 0))
                    writer.uint32(24).uint64(message.atMs);
                if (message.kind != null && message.kind !== 0)
                    writer.uint32(32).uint32(message.kind);
                if (message.reason != null && message.reason !== "")
                    writer.uint32(42).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MatchRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.MatchRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.account = value;
                            else
                                delete message.account;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MatchRecord;
        })();

        log.TaskRecord = (function() {

            const TaskRecord = function (properties) {
                this.version = 0;
                this.incarnation = TaskRecord.prototype.incarnation;
                this.job = null;
                this.waitMs = 0;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskRecord.prototype.version = 0;
            TaskRecord.prototype.incarnation = $util.newBuffer([]);
            TaskRecord.prototype.job = null;
            TaskRecord.prototype.waitMs = 0;

            TaskRecord.create = function(properties) {
                return new TaskRecord(properties);
            };

            TaskRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.job != null)
                    $root.atlasnet.log.Job.encode(message.job, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.waitMs != null && message.waitMs !== 0)
                    writer.uint32(32).uint32(message.waitMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.TaskRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.job = $root.atlasnet.log.Job.decode(reader, reader.size(), $undefined, _depth + 1, message.job);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.waitMs = value;
                            else
                                delete message.waitMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TaskRecord;
        })();

        log.TaskResultRecord = (function() {

            const TaskResultRecord = function (properties) {
                this.version = 0;
                this.incarnation = TaskResultRecord.prototype.incarnation;
                this.region = 0;
                this.result = null;
                this.process = TaskResultRecord.prototype.process;
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TaskResultRecord.prototype.version = 0;
            TaskResultRecord.prototype.incarnation = $util.newBuffer([]);
            TaskResultRecord.prototype.region = 0;
            TaskResultRecord.prototype.result = null;
            TaskResultRecord.prototype.process = $util.newBuffer([]);

            TaskResultRecord.create = function(properties) {
                return new TaskResultRecord(properties);
            };

            TaskResultRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && message.version !== 0)
                    writer.uint32(8).uint32(message.version);
                if (message.incarnation != null && message.incarnation.length)
                    writer.uint32(18).bytes(message.incarnation);
                if (message.region != null && message.region !== 0)
                    writer.uint32(24).uint32(message.region);
                if (message.result != null)
                    $root.atlasnet.log.TaskResult.encode(message.result, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.process != null && message.process.length)
                    writer.uint32(42).bytes(message.process);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TaskResultRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.atlasnet.log.TaskResultRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.region = value;
                            else
                                delete message.region;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.result = $root.atlasnet.log.TaskResult.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.process = value;
                            else
                                delete message.process;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TaskResultRecord;
        })();

        return log;
    })();

    return atlasnet;
})();

export {
  $root as default
};
