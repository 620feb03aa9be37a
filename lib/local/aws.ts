/** Any credentials and region do for what runs on one machine; the SDK only refuses to have none. */
export const region = 'us-east-1';
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The same for bare SDK clients, which read their environment. */
export const sdkEnvironment = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
};
