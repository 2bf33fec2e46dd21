/** How the HTTP client of each language is given the address; a LINE Pay client has an option of its own for it. */
export function clients(url: string, id: string, secret: string): [string, string][] {
  return [
    ["PHP", `new GuzzleHttp\\Client(['base_uri' => '${url}', 'headers' => ['X-LINE-ChannelId' => '${id}', …]])`],
    ["Python", `requests.post("${url}/v2/payments/request", json=order, headers={"X-LINE-ChannelId": "${id}", …})`],
    ["Go", `http.NewRequest("POST", "${url}/v2/payments/request", body)`],
    ["Ruby", `Faraday.new("${url}", headers: { "X-LINE-ChannelId" => "${id}", … })`],
    ["Java", `HttpRequest.newBuilder(URI.create("${url}/v2/payments/request")).header("X-LINE-ChannelId", "${id}")`],
    ["C#", `new HttpClient { BaseAddress = new Uri("${url}") }`],
    ["Node", `new LinePay({ channelId: "${id}", channelSecret: "${secret}", version: "v3", baseUrl: "${url}" })`],
  ];
}
