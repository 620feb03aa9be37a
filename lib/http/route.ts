import type { Method } from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type Answer, toGateway } from './answer.ts';

/** What the document of `/v1` says of a route beside its parameters. A route of `/v1` without one fails the build. */
export type Description = {
  /** What it does, in a few words and without a full stop: `List statements, the latest first`. */
  readonly summary: string;
  /** What else its user should know, in whole sentences. */
  readonly description?: string;
  /** The schema of the JSON that it answers; by content type where it answers others. */
  readonly answer: z.ZodMiniType | Readonly<Record<string, z.ZodMiniType>>;
  /** 200 unless it says otherwise. */
  readonly status?: 200 | 201 | 202;
  /** Whether it may be asked before there is what it tells of (409). A POST may always meet another. */
  readonly conflicts?: boolean;
  /** Whether an answer too long for a Lambda is fetched from elsewhere (302). */
  readonly redirects?: boolean;
  /** The JSON that it takes, where its own schema leaves the judgement to the use case. */
  readonly body?: z.ZodMiniType;
  /** A body that it accepts. */
  readonly example?: Readonly<Record<string, unknown>>;
};

/** One row of a function's route table. Which credentials it takes is part of it, so that none can be without. */
export type Route = {
  readonly method: Method;
  readonly path: string;
  readonly credentials: 'tenant' | 'token' | 'operator' | 'carrier' | 'none';
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
  /**
   * The answer to somebody who may ask nothing here, whatever it is; undefined: go on. Beside such routes also what does not
   * exist is told only to who proves who he is, as Twilio does. Absent where anybody may ask.
   */
  readonly turnsAway?: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2 | undefined>;
  /** What it takes, where it takes parameters of a caller's. */
  readonly parameters?: z.ZodMiniType;
  readonly description?: Description | undefined;
};

/** A route without credentials: documentation that anybody may read. */
export const publicRoute = (
  method: Method,
  path: string,
  useCase: () => Promise<Answer>,
  description?: Description,
): Route => ({ method, path, credentials: 'none', handler: async () => toGateway(await useCase()), description });
