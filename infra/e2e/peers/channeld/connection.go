package main

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/channeldorg/channeld/pkg/channeldpb"
	"google.golang.org/protobuf/proto"
)

const (
	headBytes   = 5
	packetMost  = 60000
	messageHead = 32
)

var stopping atomic.Bool

// A connection to the gateway. What is added goes out with the next flush.
type connection struct {
	net.Conn
	packet channeldpb.Packet
	size   int
}

func dial(port string) *connection {
	deadline := time.Now().Add(startLimit)
	for {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			return &connection{Conn: conn}
		}
		if time.Now().After(deadline) {
			fail(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (c *connection) addBytes(channel, kind uint32, body []byte) {
	if c.size+len(body)+messageHead > packetMost {
		c.flush()
	}
	message := &channeldpb.MessagePack{ChannelId: channel, MsgType: kind, MsgBody: body}
	c.packet.Messages = append(c.packet.Messages, message)
	c.size += len(body) + messageHead
}

func (c *connection) add(channel uint32, kind channeldpb.MessageType, message proto.Message) {
	body, err := proto.Marshal(message)
	fail(err)
	c.addBytes(channel, uint32(kind), body)
}

func (c *connection) flush() {
	if len(c.packet.Messages) == 0 {
		return
	}
	bytes, err := proto.MarshalOptions{}.MarshalAppend([]byte{67, 72, 0, 0, 0}, &c.packet)
	fail(err)
	binary.BigEndian.PutUint16(bytes[2:], uint16(len(bytes)-headBytes))
	c.packet.Messages, c.size = c.packet.Messages[:0], 0
	_, err = c.Write(bytes)
	fail(err)
}

// Gives each packet's bytes away, uncompressed, with their head's length beside them.
func (c *connection) read(each func(packet []byte)) {
	buffer, filled := make([]byte, 1<<18), 0
	for {
		count, err := c.Read(buffer[filled:])
		if err != nil {
			if errors.Is(err, io.EOF) || stopping.Load() {
				return
			}
			fail(err)
		}
		filled += count
		at := 0
		for filled-at >= headBytes {
			length := int(binary.BigEndian.Uint16(buffer[at+2:]))
			if filled-at < headBytes+length {
				break
			}
			each(buffer[at+headBytes : at+headBytes+length])
			at += headBytes + length
		}
		copy(buffer, buffer[at:filled])
		filled -= at
	}
}

func messagesOf(packet []byte) []*channeldpb.MessagePack {
	var read channeldpb.Packet
	fail(proto.Unmarshal(packet, &read))
	return read.Messages
}
