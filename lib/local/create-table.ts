import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { credentials, region } from './aws.ts';
import type { Resource } from './service.ts';

type TableProperties = Omit<CreateTableCommandInput, 'TableName'> & {
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
};

/** Creates a table as its CloudFormation resource says. One that exists already is left as it is. */
export async function createTable(endpoint: string, name: string, resource: Resource): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  try {
    await client.send(new CreateTableCommand(request(name, resource.Properties as TableProperties)));
    await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.05, maxDelay: 1 }, { TableName: name });
    const expiry = (resource.Properties as TableProperties).TimeToLiveSpecification;
    if (expiry !== undefined) {
      await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: expiry }));
    }
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  } finally {
    client.destroy();
  }
}

/** The properties that the local engines know; encryption and recovery are the cloud's. */
function request(name: string, properties: TableProperties): CreateTableCommandInput {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode, StreamSpecification } = properties;
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes,
    BillingMode,
    StreamSpecification: { ...StreamSpecification, StreamEnabled: StreamSpecification !== undefined },
  };
}
