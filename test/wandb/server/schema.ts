import { buildSchema } from 'graphql';

/**
 * The part of W&B's GraphQL schema that pulling and logging use, as the queries of W&B's own Python client and
 * JavaScript SDK show it. A query that asks for anything else is refused, as the real server would.
 */
export const schema = buildSchema(`
  scalar JSON
  scalar JSONString
  scalar Int64
  scalar DateTime

  type Query {
    viewer: User
    serverInfo: ServerInfo
    project(name: String, entityName: String): Project
    model(name: String, entityName: String): Project
    models(entityName: String, after: String, first: Int): ProjectConnection
  }

  type Mutation {
    upsertBucket(input: UpsertBucketInput!): UpsertBucketPayload
    createRunFiles(input: CreateRunFilesInput!): CreateRunFilesPayload
    upsertSweep(input: UpsertSweepInput!): UpsertSweepPayload
    createAgent(input: CreateAgentInput!): CreateAgentPayload
    agentHeartbeat(input: AgentHeartbeatInput!): AgentHeartbeatPayload
  }

  type ServerInfo { features: [ServerFeature!]!  latestLocalVersionInfo: JSON }
  type ServerFeature { name: String!  isEnabled: Boolean! }
  type User { id: ID  name: String  username: String  email: String  entity: String  admin: Boolean  flags: JSONString  teams: TeamConnection }
  type TeamConnection { edges: [TeamEdge!]! }
  type TeamEdge { node: Team }
  type Team { name: String }
  type PageInfo { endCursor: String  hasNextPage: Boolean! }
  type Entity { id: ID  name: String }

  type ProjectConnection { edges: [ProjectEdge!]!  pageInfo: PageInfo! }
  type ProjectEdge { node: Project  cursor: String }
  type Project {
    id: ID
    internalId: ID
    name: String
    entityName: String
    entity: Entity
    createdAt: DateTime
    isBenchmark: Boolean
    readOnly: Boolean
    runCount(filters: JSONString): Int
    runs(filters: JSONString, after: String, first: Int, order: String): RunConnection
    run(name: String!): Run
    bucket(name: String!, missingOk: Boolean, desc: String): Run
    sweep(sweepName: String!): Sweep
    sweeps(after: String, first: Int, filters: JSONString): SweepConnection
    totalSweeps: Int
  }

  type RunConnection { edges: [RunEdge!]!  pageInfo: PageInfo! }
  type RunEdge { node: Run  cursor: String }
  type Run {
    id: ID
    projectId: Int
    name: String
    displayName: String
    description: String
    notes: String
    state: String
    group: String
    jobType: String
    commit: String
    readOnly: Boolean
    tags: [String!]
    sweepName: String
    createdAt: DateTime
    heartbeatAt: DateTime
    historyLineCount: Int
    eventsLineCount: Int
    logLineCount: Int
    historyKeys: JSON
    config: JSONString
    summaryMetrics: JSONString
    systemMetrics: JSONString
    user: User
    project: Project
    history(minStep: Int64, maxStep: Int64, samples: Int): [String!]
    events(samples: Int): [String!]
    sampledHistory(specs: [JSONString!]!): [JSON]
    exitcode: Int
    shouldStop: Boolean
    failed: Boolean
    stopped: Boolean
    running: Boolean
    parquetHistory(liveKeys: [String!]!): ParquetHistory
    files(names: [String], upload: Boolean): FileConnection
  }
  type ParquetHistory { parquetUrls: [String!]!  liveData: [JSON!] }
  type FileConnection { edges: [FileEdge!]!  uploadHeaders: [String!] }
  type FileEdge { node: File }
  type File { name: String  url(upload: Boolean): String  updatedAt: DateTime }

  type SweepConnection { edges: [SweepEdge!]!  pageInfo: PageInfo! }
  type SweepEdge { node: Sweep }
  type Sweep {
    id: ID
    name: String
    displayName: String
    description: String
    method: String
    state: String
    config: String
    bestLoss: Float
    heartbeatAt: DateTime
    earlyStopJobRunning: Boolean
    controller: String
    scheduler: String
    createdAt: DateTime
    updatedAt: DateTime
    runCount: Int
    runCountExpected: Int
    runs(first: Int, after: String): RunConnection
  }

  input UpsertBucketInput {
    id: String  name: String  modelName: String  entityName: String  groupName: String  description: String
    displayName: String  notes: String  commit: String  config: JSONString  host: String  debug: Boolean
    jobProgram: String  jobRepo: String  jobType: String  state: String  sweep: String  tags: [String!]
    summaryMetrics: JSONString
  }
  type UpsertBucketPayload { bucket: Run  inserted: Boolean }
  input CreateRunFilesInput { entityName: String!  projectName: String!  runName: String!  files: [String!]! }
  type CreateRunFilesPayload { runID: ID  uploadHeaders: [String!]!  files: [RunFile!]! }
  type RunFile { name: String!  uploadUrl: String }
  input UpsertSweepInput { id: ID  entityName: String  projectName: String  config: String  state: String }
  type UpsertSweepPayload { sweep: Sweep }
  input CreateAgentInput { host: String  projectName: String  entityName: String  sweep: String! }
  type CreateAgentPayload { agent: Agent }
  type Agent { id: ID }
  input AgentHeartbeatInput { id: ID!  metrics: JSONString  runState: JSONString }
  type AgentHeartbeatPayload { agent: Agent  commands: JSONString }
`);
