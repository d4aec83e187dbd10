/** A key and claims with the tokens that every runtime must sign for them. */
export const VECTORS = {
  endpoint: "https://contoso.webpubsub.azure.com",
  accessKey: "ÄÖÜ-the-key-of-the-vectors-0123456789+/=",
  /** In milliseconds since 1970: 2026-01-02T03:04:05.678Z. */
  now: 1_767_323_045_678,
  request:
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwczovL2NvbnRvc28ud2VicHVic3ViLmF6dXJlLmNvbS9hcGkvaHVicy9jaGF0LzpzZW5kP2FwaS12ZXJzaW9uPTIwMjQtMTItMDEiLCJleHAiOjE3NjczMjMzNDV9.15wQFZhH_DzjU1VXC25jYXX5aHK7_DF8YmQY4_oGmb4",
  client: {
    hub: "chat",
    userId: "alice “🎈” O'Hara",
    roles: ["webpubsub.joinLeaveGroup.lobby"],
    groups: ["lobby", "größe"],
  },
  clientToken:
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwczovL2NvbnRvc28ud2VicHVic3ViLmF6dXJlLmNvbS9jbGllbnQvaHVicy9jaGF0IiwiZXhwIjoxNzY3MzI2NjQ1LCJzdWIiOiJhbGljZSDigJzwn46I4oCdIE8nSGFyYSIsInJvbGUiOlsid2VicHVic3ViLmpvaW5MZWF2ZUdyb3VwLmxvYmJ5Il0sIndlYnB1YnN1Yi5ncm91cCI6WyJsb2JieSIsImdyw7bDn2UiXX0.Ct4klNbEAAWutYG6Rq3c4xh8CySQuY_RXFp9VfidBnY",
} as const;
