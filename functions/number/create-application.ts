import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { type Application, putNewApplication } from '../../lib/store/application.ts';
import { commit } from '../../lib/store/commit.ts';
import { bornAt, listKeys } from '../../lib/store/resource.ts';
import { applicationGiven, applicationSettings } from './application-parameters.ts';
import { applicationRepresentation } from './application-representation.ts';

export const CreateApplication = z.object(applicationSettings);

/** Makes an application: numbers and calls may then name it in place of URLs. */
export async function createApplication({
  parameters,
  account,
  now,
  newSid,
}: TenantRequest<z.infer<typeof CreateApplication>>): Promise<Answer | Refusal> {
  if (account.status !== 'active') return refuse(20005, account.status);
  const application = newApplication(newSid('AP'), account.sid, applicationGiven(parameters), now);
  // Lost to an earlier attempt of the same request, it is there.
  await commit([putNewApplication(application)]);
  return created(applicationRepresentation(application));
}

function newApplication(sid: string, accountSid: string, given: Partial<Application>, at: number): Application {
  return {
    sid,
    kind: 'RES',
    accountSid,
    ...bornAt(at),
    configurationVersion: 0,
    ...listKeys({ accountSid, type: 'application', createdAt: at, sid }),
    friendlyName: '',
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    statusCallback: '',
    statusCallbackMethod: 'POST',
    smsUrl: '',
    smsMethod: 'POST',
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST',
    smsStatusCallback: '',
    messageStatusCallback: '',
    publicApplicationConnectEnabled: false,
    ...given,
  };
}
