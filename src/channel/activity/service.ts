import { Activity } from '@microsoft/agents-activity';
import {
  type AuthConfiguration,
  authorizeJWT,
  ConnectorClient,
  MsalTokenProvider,
  type Request,
} from '@microsoft/agents-hosting';
import type { ActivityAddress } from './address.ts';
import type { ActivityText } from './render.ts';

/** Who we are towards the Azure Bot Service. */
export interface ActivityIdentity {
  readonly appId: string;
  readonly secret: string;
  /** The directory of a single-tenant app; null: the bot framework's own. */
  readonly tenant: string | null;
}

/** What the channel needs of the SDK: who calls, and calling. */
export interface ActivityService {
  /** Whether the bearer token is one that the service gave out for us. */
  isGenuine(authorization: string): Promise<boolean>;
  /** The service's id of the message. Rejects with what went wrong; a `status` where the service answered. */
  send(address: ActivityAddress, message: ActivityText): Promise<string | null>;
  remove(address: ActivityAddress, id: string): Promise<void>;
}

const botFrameworkTenant = 'botframework.com';
const connectorScope = 'https://api.botframework.com';

/** The successor of the Bot Framework SDK (DESIGN, Dependencies): it checks tokens and speaks to the connector. */
export function activityService(identity: ActivityIdentity): ActivityService {
  const connection: AuthConfiguration = {
    clientId: identity.appId,
    clientSecret: identity.secret,
    tenantId: identity.tenant ?? botFrameworkTenant,
    validateIssuer: true,
  };
  const config: AuthConfiguration = { ...connection, connections: new Map([['service', connection]]) };
  const authorize = authorizeJWT(config);
  const tokens = new MsalTokenProvider(connection);

  const client = async ({ serviceUrl }: ActivityAddress): Promise<ConnectorClient> =>
    ConnectorClient.createClientWithToken(serviceUrl, await tokens.getAccessToken(connectorScope));

  return {
    isGenuine: (authorization) => passes(authorize, authorization),
    async send(address, message) {
      const connector = await client(address);
      const sent = await connector.sendToConversation(address.conversation, activityFor(address, message));
      return typeof sent.id === 'string' ? sent.id : null;
    },
    async remove(address, id) {
      const connector = await client(address);
      await connector.deleteActivity(address.conversation, id);
    },
  };
}

/** One message to her, from us, as the protocol wants it. */
export const activityFor = (address: ActivityAddress, message: ActivityText): Activity =>
  Activity.fromObject({
    ...message,
    ...(message.suggestedActions === undefined
      ? {}
      : { suggestedActions: { to: [address.person], actions: [...message.suggestedActions.actions] } }),
    channelId: address.channel,
    serviceUrl: address.serviceUrl,
    from: { id: address.bot, role: 'bot' },
    recipient: { id: address.person },
    conversation: { id: address.conversation },
  });

/** The SDK's check is a middleware: it goes on, or it answers. */
export function passes(authorize: ReturnType<typeof authorizeJWT>, authorization: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = { method: 'POST', headers: { authorization } } as unknown as Request;
    const refused = { send: () => resolve(false) };
    const response = { status: () => refused } as unknown as Parameters<typeof authorize>[1];
    authorize(request, response, () => resolve(true)).catch(() => resolve(false));
  });
}
