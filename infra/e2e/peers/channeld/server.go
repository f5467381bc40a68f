package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"sync"
	"time"

	"github.com/channeldorg/channeld/examples/unity-mirror-tanks/tankspb"
	"github.com/channeldorg/channeld/pkg/channeldpb"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

type entity struct {
	id, client, sequence, channel uint32
	x, z, velocityX, velocityZ    float64
	leastM, mostM                 float64
}

type server struct {
	connection *connection
	clients    int
	cellM      float64
	columns    int
	// The mutex guards what follows.
	mutex    sync.Mutex
	self     uint32
	entities []*entity
	byID     map[uint32]*entity

	authenticated, all chan bool
	created            chan []uint32
	channels           []uint32
}

func serve(port string, clients int, notesFile string, cellM float64) {
	notes := createNotes(notesFile, clients)
	s := &server{connection: dial(port), clients: clients, cellM: cellM, byID: map[uint32]*entity{}}
	s.columns = int(math.Ceil(sideM / cellM))
	s.authenticated, s.all, s.created = make(chan bool, 1), make(chan bool, 1), make(chan []uint32, 1)
	go s.connection.read(func(packet []byte) {
		for _, message := range messagesOf(packet) {
			s.hear(message)
		}
	})
	s.own()
	fmt.Println("READY")
	<-s.all
	s.mutex.Lock()
	for _, entity := range s.entities {
		entity.channel = s.channelAt(entity.x, entity.z)
		s.look(entity)
	}
	s.mutex.Unlock()
	s.connection.flush()
	time.Sleep(time.Second)
	s.runTicks(notes)
}

func (s *server) hear(message *channeldpb.MessagePack) {
	switch message.MsgType {
	case uint32(channeldpb.MessageType_AUTH):
		var result channeldpb.AuthResultMessage
		fail(proto.Unmarshal(message.MsgBody, &result))
		s.enter(result.ConnId)
	case uint32(channeldpb.MessageType_CREATE_SPATIAL_CHANNEL):
		var result channeldpb.CreateSpatialChannelsResultMessage
		fail(proto.Unmarshal(message.MsgBody, &result))
		s.created <- result.SpatialChannelId
	case inputType:
		var forwarded channeldpb.ServerForwardMessage
		fail(proto.Unmarshal(message.MsgBody, &forwarded))
		s.steer(forwarded.ClientConnId, forwarded.Payload)
	}
}

// The first connection that is told of is the server's own; the others are clients.
func (s *server) enter(id uint32) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.self == 0 {
		s.self = id
		s.authenticated <- true
	}
	if id == s.self {
		return
	}
	client := len(s.entities)
	random := rand.New(rand.NewSource(int64(1234 + client)))
	entered := &entity{id: id, client: uint32(client), mostM: sideM}
	if client%everyHot == 0 {
		entered.leastM, entered.mostM = fromHotM, toHotM
	}
	entered.x = entered.leastM + random.Float64()*(entered.mostM-entered.leastM)
	entered.z = entered.leastM + random.Float64()*(entered.mostM-entered.leastM)
	s.entities = append(s.entities, entered)
	s.byID[id] = entered
	if len(s.entities) == s.clients {
		s.all <- true
	}
}

func (s *server) steer(id uint32, input []byte) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	entity := s.byID[id]
	if entity == nil || len(input) != inputBytes {
		return
	}
	if sequence := binary.LittleEndian.Uint32(input); sequence > entity.sequence {
		entity.sequence = sequence
		entity.velocityX = float64(math.Float32frombits(binary.LittleEndian.Uint32(input[4:])))
		entity.velocityZ = float64(math.Float32frombits(binary.LittleEndian.Uint32(input[8:])))
	}
}

// Owns all spatial channels, and wants none of their updates back.
func (s *server) own() {
	c := s.connection
	c.add(0, channeldpb.MessageType_AUTH, &channeldpb.AuthMessage{PlayerIdentifierToken: "server", LoginToken: "server"})
	c.flush()
	<-s.authenticated
	never := &channeldpb.ChannelSubscriptionOptions{FanOutIntervalMs: proto.Uint32(3600000), SkipFirstFanOut: proto.Bool(true)}
	c.add(0, channeldpb.MessageType_CREATE_CHANNEL, &channeldpb.CreateChannelMessage{ChannelType: channeldpb.ChannelType_GLOBAL, SubOptions: never})
	data, err := anypb.New(&tankspb.TankGameChannelData{TransformStates: map[uint32]*channeldpb.TransformState{}})
	fail(err)
	c.add(0, channeldpb.MessageType_CREATE_CHANNEL, &channeldpb.CreateChannelMessage{
		ChannelType: channeldpb.ChannelType_SPATIAL, SubOptions: never, Data: data,
		MergeOptions: &channeldpb.ChannelDataMergeOptions{ShouldCheckRemovableMapField: true},
	})
	c.flush()
	s.channels = <-s.created
	if len(s.channels) != s.columns*s.columns {
		fail(fmt.Errorf("%d spatial channels instead of %d", len(s.channels), s.columns*s.columns))
	}
}

func (s *server) channelAt(x, z float64) uint32 {
	column, row := min(int(x/s.cellM), s.columns-1), min(int(z/s.cellM), s.columns-1)
	return s.channels[row*s.columns+column]
}

// Tells the gateway what its client may see: the cells that a sphere around it touches.
func (s *server) look(entity *entity) {
	sphere := &channeldpb.SpatialInterestQuery_SphereAOI{
		Center: &channeldpb.SpatialInfo{X: entity.x, Z: entity.z}, Radius: sightM,
	}
	s.connection.add(entity.channel, channeldpb.MessageType_UPDATE_SPATIAL_INTEREST, &channeldpb.UpdateSpatialInterestMessage{
		ConnId: entity.id, Query: &channeldpb.SpatialInterestQuery{SphereAOI: sphere},
	})
}

func (s *server) runTicks(notes *notes) {
	busyMs, next, saidAt := 0.0, time.Now(), time.Now()
	for tick := 1; ; tick++ {
		startedMs := nowMs()
		s.tick(tick, startedMs, notes)
		busyMs += nowMs() - startedMs
		if time.Since(saidAt) > time.Second {
			saidAt = time.Now()
			line, _ := json.Marshal(map[string]float64{"atMs": nowMs(), "ticks": float64(tick), "busyMs": busyMs})
			fmt.Println("S " + string(line))
		}
		next = next.Add(time.Second / tickHz)
		if left := time.Until(next); left > 0 {
			time.Sleep(left)
		} else {
			next = time.Now()
		}
	}
}

func (s *server) tick(tick int, startedMs float64, notes *notes) {
	updates := map[uint32]map[uint32]*channeldpb.TransformState{}
	in := func(channel uint32) map[uint32]*channeldpb.TransformState {
		if updates[channel] == nil {
			updates[channel] = map[uint32]*channeldpb.TransformState{}
		}
		return updates[channel]
	}
	s.mutex.Lock()
	for index, entity := range s.entities {
		entity.x = clamp(entity.x+entity.velocityX/tickHz, entity.leastM, entity.mostM)
		entity.z = clamp(entity.z+entity.velocityZ/tickHz, entity.leastM, entity.mostM)
		channel := s.channelAt(entity.x, entity.z)
		if channel != entity.channel {
			in(entity.channel)[entity.id] = &channeldpb.TransformState{Removed: true}
			entity.channel = channel
			s.look(entity)
		} else if (tick+index)%tickHz == 0 {
			s.look(entity)
		}
		in(channel)[entity.id] = &channeldpb.TransformState{
			Position: &channeldpb.Vector3F{X: float32(entity.x), Z: float32(entity.z)},
			Rotation: &channeldpb.Vector4F{X: float32(tick), Y: float32(entity.sequence), Z: float32(entity.client)},
		}
	}
	notes.write(tick, startedMs, s.entities)
	s.mutex.Unlock()
	for channel, states := range updates {
		data, err := anypb.New(&tankspb.TankGameChannelData{TransformStates: states})
		fail(err)
		s.connection.add(channel, channeldpb.MessageType_CHANNEL_DATA_UPDATE, &channeldpb.ChannelDataUpdateMessage{Data: data})
	}
	s.connection.flush()
}
