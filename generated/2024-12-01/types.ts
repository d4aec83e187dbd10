// Made by `npm run generate` from spec/. Do not edit: change the description instead.
// `api-version` is optional here, although the service needs it: the client fills it in.
export type BinaryBody = ReturnType<typeof Uint8Array.of> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;
export interface paths {
    "/api/health": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Check the health of the service
         * @description Answers 200 while the service works. Whether the service asks for a token here is not known: one is accepted.
         */
        head: operations["getServiceStatus"];
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/:addToGroups": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add connections to groups
         * @description Adds the connections that the filter selects to each of the groups. All or nothing: a refused name or filter changes nothing.
         */
        post: operations["addConnectionsToGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/:closeConnections": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close the connections of a hub
         * @description Closes every connection of the hub except the excluded ones.
         */
        post: operations["closeAllConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/:generateToken": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate a token for a client
         * @description Makes a token with which a client opens its WebSocket, with the user, the roles and the groups that it is to have.
         */
        post: operations["generateClientToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/:removeFromGroups": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove connections from groups
         * @description Removes the connections that the filter selects from each of the groups. All or nothing: a refused name or filter changes nothing.
         */
        post: operations["removeConnectionsFromGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/:send": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to a hub
         * @description Sends the message to every connection of the hub that the filter selects and that is not excluded.
         */
        post: operations["sendToAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/connections/{connectionId}": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Close a connection
         * @description Closes the connection. An unknown one is answered in the same way.
         */
        delete: operations["closeConnection"];
        options?: never;
        /**
         * Check whether a connection exists
         * @description Answers 200 while the connection is open, and 404 otherwise.
         */
        head: operations["connectionExists"];
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/connections/{connectionId}/:send": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to a connection
         * @description Sends the message to one connection. An unknown one is answered in the same way. There is no `filter` here: the service ignores one.
         */
        post: operations["sendToConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/connections/{connectionId}/groups": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a connection from all groups
         * @description Takes the connection out of every group that it is in. An unknown one is answered in the same way.
         */
        delete: operations["removeConnectionFromAllGroups"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/groups/{group}": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Check whether a group exists
         * @description Answers 200 while the group has a member, and 404 otherwise.
         */
        head: operations["groupExists"];
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/groups/{group}/:closeConnections": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close the connections of a group
         * @description Closes every connection in the group except the excluded ones.
         */
        post: operations["closeGroupConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/groups/{group}/:send": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to a group
         * @description Sends the message to every connection in the group that the filter selects and that is not excluded.
         */
        post: operations["sendToGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/groups/{group}/connections": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the connections in a group
         * @description Lists the members of the group, page by page.
         */
        get: operations["listConnectionsInGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/groups/{group}/connections/{connectionId}": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a connection to a group
         * @description Makes the connection a member of the group, until it closes or is removed.
         */
        put: operations["addConnectionToGroup"];
        post?: never;
        /**
         * Remove a connection from a group
         * @description Takes the connection out of the group. One that is no member, or unknown, is answered in the same way.
         */
        delete: operations["removeConnectionFromGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Grant a permission to a connection
         * @description Lets the connection use the permission for the group. It need not be a member.
         */
        put: operations["grantPermission"];
        post?: never;
        /**
         * Revoke a permission of a connection
         * @description Takes the permission for the group away, also where a role gave it. An unknown connection is answered in the same way.
         */
        delete: operations["revokePermission"];
        options?: never;
        /**
         * Check whether a connection has a permission
         * @description Answers 200 if the connection may use the permission for the group, and 404 otherwise.
         */
        head: operations["checkPermission"];
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/users/{userId}": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Check whether a user exists
         * @description Answers 200 while the user has a connection, and 404 otherwise.
         */
        head: operations["userExists"];
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/users/{userId}/:closeConnections": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close the connections of a user
         * @description Closes every connection of the user except the excluded ones. An unknown user is answered in the same way.
         */
        post: operations["closeUserConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/users/{userId}/:send": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to a user
         * @description Sends the message to every connection of the user that the filter selects. An unknown user is answered in the same way. There is no `excluded` here.
         */
        post: operations["sendToUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/users/{userId}/groups": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a user from all groups
         * @description Takes every connection of the user out of every group. An unknown user is answered in the same way.
         */
        delete: operations["removeUserFromAllGroups"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hubs/{hub}/users/{userId}/groups/{group}": {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a user to a group
         * @description Makes every connection that the user has now a member of the group. Connections that the user opens later are not.
         */
        put: operations["addUserToGroup"];
        post?: never;
        /**
         * Remove a user from a group
         * @description Takes every connection of the user out of the group. An unknown user is answered in the same way.
         */
        delete: operations["removeUserFromGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description 1 to 1024 characters, not only white space. */
        GroupName: string;
        /** @description Which connections are added to which groups. */
        AddToGroupsRequest: {
            /** @description The groups. All of them are taken, or, when one of the names is refused, none. */
            groups: components["schemas"]["GroupName"][];
            /** @description An OData filter that selects the connections. Without it, every connection of the hub is meant. */
            filter?: string;
        };
        /** @description Why a request failed. */
        ErrorDetail: {
            /** @description The kind of failure, as in the `x-ms-error-code` header: a severity, a subject and a cause (`Warning.User.NotExisted`), or `Error.BadRequest`. */
            code: string;
            /** @description The failure in words, for people. Its wording is not part of the contract. */
            message: string;
            /** @description What the failure is about, for example `Connection` or `Request`. */
            target?: string | null;
            /** @description Failures that led to this one. */
            details?: components["schemas"]["ErrorDetail"][] | null;
            /** @description A closer cause. */
            inner?: components["schemas"]["InnerError"] | null;
        };
        /** @description A closer cause of a failure. */
        InnerError: {
            /** @description A more specific kind of failure. */
            code?: string;
            /** @description A closer cause still. */
            inner?: components["schemas"]["InnerError"] | null;
        };
        /** @description Why a request was refused before the operation looked at it. */
        ValidationProblem: {
            /** @description Always `Error.BadRequest`. */
            code: string;
            /** @description The first of the messages. */
            message: string;
            /** @description What was refused; a query parameter as it is called, a body property with its first letter in upper case. */
            target: string;
            /** @description Each thing that was refused, with its messages. */
            errors: {
                [key: string]: string[];
            };
            /** @description A URI for the kind of problem; null in every recording. */
            type?: string | null;
            /** @description The kind of problem in words. */
            title?: string | null;
            /** @description The HTTP status again. */
            status?: number | null;
            /** @description More about this occurrence; null in every recording. */
            detail?: string | null;
            /** @description A URI for this occurrence; null in every recording. */
            instance?: string | null;
            /** @description Further members; empty in every recording. */
            extensions?: {
                [key: string]: unknown;
            };
        };
        /** @description A token for a client. */
        ClientTokenResponse: {
            /** @description The JWT, for the `access_token` query parameter of the client's WebSocket address. */
            token: string;
        };
        /** @description Which connections are removed from which groups. */
        RemoveFromGroupsRequest: {
            /** @description The groups. All of them are taken, or, when one of the names is refused, none. */
            groups: components["schemas"]["GroupName"][];
            /** @description An OData filter that selects the connections. Without it, every connection of the hub is meant. */
            filter?: string;
        };
        /** @description Any JSON value. Clients of a JSON subprotocol receive the value, other clients its text. */
        JsonMessage: {
            [key: string]: unknown;
        } | unknown[] | string | number | boolean | null;
        /** @description A text. Clients receive it as it is, without quotes around it. */
        TextMessage: string;
        /** @description Bytes as they are, not base64. */
        BinaryMessage: BinaryBody;
        /** @description A connection in a group. */
        GroupMember: {
            /** @description The id of the connection. */
            connectionId: string;
            /** @description The user of the connection; null when it is anonymous. */
            userId?: string | null;
        };
        /** @description A page of the members of a group, in no particular order. */
        GroupMemberPagedValues: {
            /** @description The members on this page; none when the group is empty or unknown. */
            value: components["schemas"]["GroupMember"][];
            /**
             * Format: uri
             * @description The address of the next page, to be requested as it is. Left out on the last page. Its query has what is left of `top`, the `maxpagesize` that was asked for, a continuation token and the api-version.
             */
            nextLink?: string;
        };
    };
    responses: {
        /** @description Any other failure. As with every answer to HEAD, there is no body. */
        headFailure: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code-if-known"];
                "api-supported-versions": components["headers"]["api-supported-versions-if-reached"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The service is healthy. */
        healthy: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The service asks for a token here, and has none or one that it does not accept. Not known to happen. */
        healthUnauthorized: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code-if-known"];
                "www-authenticate": components["headers"]["www-authenticate"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Any other failure. */
        failure: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code-if-known"];
                "api-supported-versions": components["headers"]["api-supported-versions-if-reached"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description Done, also when no connection was selected. There is no body. */
        bulkDone: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request does not fit the description, for example in its filter or because `groups` is missing. */
        badGroupsRequest: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code"];
                "api-supported-versions": components["headers"]["api-supported-versions-if-reached"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
                "application/problem+json": components["schemas"]["ValidationProblem"];
            };
        };
        /** @description The request has no token, or one that the service does not accept. */
        unauthorized: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code-if-known"];
                "www-authenticate": components["headers"]["www-authenticate"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Done, also when there was nothing to close, to revoke or to remove. There is no body. */
        gone: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request does not fit the description, for example in the name of a hub or a group. */
        badRequest: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code"];
                "api-supported-versions": components["headers"]["api-supported-versions-if-reached"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
                "application/problem+json": components["schemas"]["ValidationProblem"];
            };
        };
        /** @description The token. */
        token: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ClientTokenResponse"];
            };
        };
        /** @description The service has taken the message, also when nobody is there to receive it. There is no body. */
        accepted: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request does not fit the description, for example in its filter. */
        badMessageRequest: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code"];
                "api-supported-versions": components["headers"]["api-supported-versions-if-reached"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
                "application/problem+json": components["schemas"]["ValidationProblem"];
            };
        };
        /** @description It is there. */
        exists: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request does not fit the description, for example in the name of a hub or a group. */
        headBadRequest: {
            headers: {
                "x-ms-error-code": components["headers"]["x-ms-error-code"];
                "api-supported-versions": components["headers"]["api-supported-versions-if-reached"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description There is no such connection. */
        headConnectionNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["warning-connection-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Nobody is in the group. */
        headGroupNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["warning-group-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A page of the group's members. A group that nobody is in, or that never was, has an empty page. */
        membersPage: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GroupMemberPagedValues"];
            };
        };
        /** @description Added; also when it was a member already. There is no body. */
        added: {
            headers: {
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description There is no such connection. */
        connectionNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["error-connection-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description There is no such connection. */
        permissionConnectionNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["info-connection-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description There is no such connection, or it does not have the permission. */
        headPermissionNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["info-connection-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The user has no connection. */
        headUserNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["warning-user-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The user has no connection. */
        userNotFound: {
            headers: {
                "x-ms-error-code": components["headers"]["warning-user-not-existed"];
                "api-supported-versions": components["headers"]["api-supported-versions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
    };
    parameters: {
        /** @description The api-version that the request is meant for. This description is that of one version. */
        "api-version": "2024-12-01";
        /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
        hub: string;
        /** @description Connections that the operation passes over, one parameter each (`excluded=a&excluded=b`). A value is one id as it is: it is not split at commas. Ids that nobody has are ignored. */
        excluded: string[];
        /** @description Why the connection is closed; the closed client is told. */
        reason: string;
        /** @description The user that a client connecting with the token is. Without it the client is anonymous. */
        tokenUserId: string;
        /** @description The roles that a client connecting with the token has, one parameter each. */
        tokenRole: string[];
        /** @description The groups that a client connecting with the token joins at once, one parameter each. */
        tokenGroup: components["schemas"]["GroupName"][];
        /** @description How long the token is valid, in minutes. */
        minutesToExpire: number;
        /** @description The protocol that the client is to speak, which decides the address that the token is good for. */
        clientType: "Default" | "MQTT";
        /** @description An OData filter over connections: only the ones that it selects receive the message. It can speak of `userId`, `connectionId` and `groups`. A filter that does not parse is refused with 400. */
        filter: string;
        /** @description How long the message is kept for a client that does not take it at once, in seconds. After that it is dropped. 0 keeps it without limit. */
        messageTtlSeconds: number;
        /** @description The id that the service gave to the connection when it opened. */
        connectionId: string;
        /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
        group: components["schemas"]["GroupName"];
        /** @description How many members a page has at the most. */
        maxpagesize: number;
        /** @description How many members are listed at the most, over all pages. */
        top: number;
        /** @description Where the listing goes on, as found in a `nextLink`. Its form is the service's own affair. */
        continuationToken: string;
        /** @description The permission. Each one holds for one connection and one group. */
        permission: "sendToGroup" | "joinLeaveGroup";
        /** @description The group that the permission is for; an ordinary group name, in which `*` has no special meaning. The published schemas call it optional, but the service refuses a request without it: always send it. */
        targetName: components["schemas"]["GroupName"];
        /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
        userId: string;
    };
    requestBodies: {
        /** @description The groups, and which connections. */
        addToGroups: {
            content: {
                "application/json": components["schemas"]["AddToGroupsRequest"];
            };
        };
        /** @description The groups, and which connections. */
        removeFromGroups: {
            content: {
                "application/json": components["schemas"]["RemoveFromGroupsRequest"];
            };
        };
        /** @description The message, as the whole of the body. Its media type decides what clients receive: a text, a JSON value or bytes. */
        message: {
            content: {
                "application/json": components["schemas"]["JsonMessage"];
                "text/plain": components["schemas"]["TextMessage"];
                "application/octet-stream": components["schemas"]["BinaryMessage"];
            };
        };
    };
    headers: {
        /**
         * @description The `code` of the error body, also where no body is sent. Which codes there are is not known.
         * @example Error.InternalServerError
         */
        "x-ms-error-code-if-known": string;
        /**
         * @description The api-versions that the service knows, oldest first. Left out when the request was refused before it reached the operation.
         * @example 2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01
         */
        "api-supported-versions-if-reached": string;
        /**
         * @description The scheme to authenticate with and, if the service says so, what was wrong with the token.
         * @example Bearer error="invalid_token"
         */
        "www-authenticate": string;
        /**
         * @description The api-versions that the service knows, oldest first. On every answer of an operation, success or failure.
         * @example 2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01
         */
        "api-supported-versions": string;
        /**
         * @description The `code` of the error body, also where no body is sent.
         * @example Error.BadRequest
         */
        "x-ms-error-code": string;
        /**
         * @description The `code` that an error body would have.
         * @example Warning.Connection.NotExisted
         */
        "warning-connection-not-existed": string;
        /**
         * @description The `code` that an error body would have.
         * @example Warning.Group.NotExisted
         */
        "warning-group-not-existed": string;
        /**
         * @description The `code` of the error body.
         * @example Error.Connection.NotExisted
         */
        "error-connection-not-existed": string;
        /**
         * @description The `code` of the error body, also where no body is sent.
         * @example Info.Connection.NotExisted
         */
        "info-connection-not-existed": string;
        /**
         * @description The `code` of the error body, also where no body is sent.
         * @example Warning.User.NotExisted
         */
        "warning-user-not-existed": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getServiceStatus: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["healthy"];
            401: components["responses"]["healthUnauthorized"];
            default: components["responses"]["headFailure"];
        };
    };
    addConnectionsToGroups: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["addToGroups"];
        responses: {
            200: components["responses"]["bulkDone"];
            400: components["responses"]["badGroupsRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    closeAllConnections: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description Connections that the operation passes over, one parameter each (`excluded=a&excluded=b`). A value is one id as it is: it is not split at commas. Ids that nobody has are ignored. */
                excluded?: components["parameters"]["excluded"];
                /** @description Why the connection is closed; the closed client is told. */
                reason?: components["parameters"]["reason"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    generateClientToken: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description The user that a client connecting with the token is. Without it the client is anonymous. */
                userId?: components["parameters"]["tokenUserId"];
                /** @description The roles that a client connecting with the token has, one parameter each. */
                role?: components["parameters"]["tokenRole"];
                /** @description The groups that a client connecting with the token joins at once, one parameter each. */
                group?: components["parameters"]["tokenGroup"];
                /** @description How long the token is valid, in minutes. */
                minutesToExpire?: components["parameters"]["minutesToExpire"];
                /** @description The protocol that the client is to speak, which decides the address that the token is good for. */
                clientType?: components["parameters"]["clientType"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["token"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    removeConnectionsFromGroups: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["removeFromGroups"];
        responses: {
            200: components["responses"]["bulkDone"];
            400: components["responses"]["badGroupsRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    sendToAll: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description Connections that the operation passes over, one parameter each (`excluded=a&excluded=b`). A value is one id as it is: it is not split at commas. Ids that nobody has are ignored. */
                excluded?: components["parameters"]["excluded"];
                /** @description An OData filter over connections: only the ones that it selects receive the message. It can speak of `userId`, `connectionId` and `groups`. A filter that does not parse is refused with 400. */
                filter?: components["parameters"]["filter"];
                /** @description How long the message is kept for a client that does not take it at once, in seconds. After that it is dropped. 0 keeps it without limit. */
                messageTtlSeconds?: components["parameters"]["messageTtlSeconds"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["message"];
        responses: {
            202: components["responses"]["accepted"];
            400: components["responses"]["badMessageRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    closeConnection: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description Why the connection is closed; the closed client is told. */
                reason?: components["parameters"]["reason"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    connectionExists: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["exists"];
            400: components["responses"]["headBadRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["headConnectionNotFound"];
            default: components["responses"]["headFailure"];
        };
    };
    sendToConnection: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description How long the message is kept for a client that does not take it at once, in seconds. After that it is dropped. 0 keeps it without limit. */
                messageTtlSeconds?: components["parameters"]["messageTtlSeconds"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["message"];
        responses: {
            202: components["responses"]["accepted"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    removeConnectionFromAllGroups: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    groupExists: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["exists"];
            400: components["responses"]["headBadRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["headGroupNotFound"];
            default: components["responses"]["headFailure"];
        };
    };
    closeGroupConnections: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description Connections that the operation passes over, one parameter each (`excluded=a&excluded=b`). A value is one id as it is: it is not split at commas. Ids that nobody has are ignored. */
                excluded?: components["parameters"]["excluded"];
                /** @description Why the connection is closed; the closed client is told. */
                reason?: components["parameters"]["reason"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    sendToGroup: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description Connections that the operation passes over, one parameter each (`excluded=a&excluded=b`). A value is one id as it is: it is not split at commas. Ids that nobody has are ignored. */
                excluded?: components["parameters"]["excluded"];
                /** @description An OData filter over connections: only the ones that it selects receive the message. It can speak of `userId`, `connectionId` and `groups`. A filter that does not parse is refused with 400. */
                filter?: components["parameters"]["filter"];
                /** @description How long the message is kept for a client that does not take it at once, in seconds. After that it is dropped. 0 keeps it without limit. */
                messageTtlSeconds?: components["parameters"]["messageTtlSeconds"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["message"];
        responses: {
            202: components["responses"]["accepted"];
            400: components["responses"]["badMessageRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    listConnectionsInGroup: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description How many members a page has at the most. */
                maxpagesize?: components["parameters"]["maxpagesize"];
                /** @description How many members are listed at the most, over all pages. */
                top?: components["parameters"]["top"];
                /** @description Where the listing goes on, as found in a `nextLink`. Its form is the service's own affair. */
                continuationToken?: components["parameters"]["continuationToken"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["membersPage"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    addConnectionToGroup: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["added"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["connectionNotFound"];
            default: components["responses"]["failure"];
        };
    };
    removeConnectionFromGroup: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    grantPermission: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description The group that the permission is for; an ordinary group name, in which `*` has no special meaning. The published schemas call it optional, but the service refuses a request without it: always send it. */
                targetName?: components["parameters"]["targetName"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The permission. Each one holds for one connection and one group. */
                permission: components["parameters"]["permission"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["added"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["permissionConnectionNotFound"];
            default: components["responses"]["failure"];
        };
    };
    revokePermission: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description The group that the permission is for; an ordinary group name, in which `*` has no special meaning. The published schemas call it optional, but the service refuses a request without it: always send it. */
                targetName?: components["parameters"]["targetName"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The permission. Each one holds for one connection and one group. */
                permission: components["parameters"]["permission"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    checkPermission: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description The group that the permission is for; an ordinary group name, in which `*` has no special meaning. The published schemas call it optional, but the service refuses a request without it: always send it. */
                targetName?: components["parameters"]["targetName"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The permission. Each one holds for one connection and one group. */
                permission: components["parameters"]["permission"];
                /** @description The id that the service gave to the connection when it opened. */
                connectionId: components["parameters"]["connectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["exists"];
            400: components["responses"]["headBadRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["headPermissionNotFound"];
            default: components["responses"]["headFailure"];
        };
    };
    userExists: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["exists"];
            400: components["responses"]["headBadRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["headUserNotFound"];
            default: components["responses"]["headFailure"];
        };
    };
    closeUserConnections: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description Connections that the operation passes over, one parameter each (`excluded=a&excluded=b`). A value is one id as it is: it is not split at commas. Ids that nobody has are ignored. */
                excluded?: components["parameters"]["excluded"];
                /** @description Why the connection is closed; the closed client is told. */
                reason?: components["parameters"]["reason"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    sendToUser: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
                /** @description An OData filter over connections: only the ones that it selects receive the message. It can speak of `userId`, `connectionId` and `groups`. A filter that does not parse is refused with 400. */
                filter?: components["parameters"]["filter"];
                /** @description How long the message is kept for a client that does not take it at once, in seconds. After that it is dropped. 0 keeps it without limit. */
                messageTtlSeconds?: components["parameters"]["messageTtlSeconds"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["message"];
        responses: {
            202: components["responses"]["accepted"];
            400: components["responses"]["badMessageRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    removeUserFromAllGroups: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
    addUserToGroup: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
                userId: components["parameters"]["userId"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["added"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            404: components["responses"]["userNotFound"];
            default: components["responses"]["failure"];
        };
    };
    removeUserFromGroup: {
        parameters: {
            query?: {
                /** @description The api-version that the request is meant for. This description is that of one version. */
                "api-version"?: components["parameters"]["api-version"];
            };
            header?: never;
            path: {
                /** @description The hub that the operation acts on. Connections, groups and users of one hub are invisible to every other. The service does not distinguish upper from lower case here. */
                hub: components["parameters"]["hub"];
                /** @description The user, with upper and lower case distinguished. A user exists while at least one connection carries its id. */
                userId: components["parameters"]["userId"];
                /** @description The name of the group, with upper and lower case distinguished. A group exists while it has a member. */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["gone"];
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            default: components["responses"]["failure"];
        };
    };
}
