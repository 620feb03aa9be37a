import { DecryptCommand, GenerateDataKeyWithoutPlaintextCommand, KMSClient } from '@aws-sdk/client-kms';

const kms = new KMSClient({});

/** A new data key of 32 bytes as KMS wrapped it, in base64. */
export async function makeDataKey(kmsKeyId: string): Promise<string> {
  const { CiphertextBlob } = await kms.send(
    new GenerateDataKeyWithoutPlaintextCommand({ KeyId: kmsKeyId, KeySpec: 'AES_256' }),
  );
  if (CiphertextBlob === undefined) throw new Error('KMS made no data key');
  return Buffer.from(CiphertextBlob).toString('base64');
}

/** The data key that KMS wrapped, from its base64. */
export async function unwrapDataKey(kmsKeyId: string, wrapped: string): Promise<Buffer> {
  const { Plaintext } = await kms.send(
    new DecryptCommand({ KeyId: kmsKeyId, CiphertextBlob: Buffer.from(wrapped, 'base64') }),
  );
  if (Plaintext === undefined) throw new Error('KMS unwrapped nothing');
  return Buffer.from(Plaintext);
}
