// A payment by LINE Pay v3, with .NET alone (also Mono: mcs -r:System.Net.Http Pay.cs).
using System;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public static class Pay
{
    static readonly string Url = Environment.GetEnvironmentVariable("LINEPAY_URL");
    static readonly string Id = Environment.GetEnvironmentVariable("LINEPAY_CHANNEL_ID");
    static readonly string Secret = Environment.GetEnvironmentVariable("LINEPAY_CHANNEL_SECRET");
    static readonly HttpClient Client = new HttpClient { Timeout = TimeSpan.FromSeconds(60) }; // confirm may take 40 seconds

    static string Call(string path, string body)
    {
        var nonce = Guid.NewGuid().ToString();
        var request = new HttpRequestMessage(HttpMethod.Post, Url + path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("X-LINE-ChannelId", Id);
        request.Headers.Add("X-LINE-Authorization-Nonce", nonce);
        using (var mac = new HMACSHA256(Encoding.UTF8.GetBytes(Secret)))
        {
            var signature = mac.ComputeHash(Encoding.UTF8.GetBytes(Secret + path + body + nonce));
            request.Headers.TryAddWithoutValidation("X-LINE-Authorization", Convert.ToBase64String(signature));
        }
        return Client.SendAsync(request).Result.Content.ReadAsStringAsync().Result;
    }

    public static void Main()
    {
        var reserved = Call("/v3/payments/request", @"{""amount"":360,""currency"":""TWD"",""orderId"":""CS-" + DateTime.Now.Ticks + @""",
            ""packages"":[{""id"":""1"",""amount"":360,""products"":[{""name"":""Tea"",""quantity"":1,""price"":360}]}],
            ""redirectUrls"":{""confirmUrl"":""http://127.0.0.1:3000/paid"",""cancelUrl"":""http://127.0.0.1:3000/cart""}}");
        // The buyer goes to info.paymentUrl.web now; with --auto-approve nobody has to.
        var transaction = Regex.Match(reserved, @"""transactionId"":(\d+)").Groups[1].Value;
        var confirmed = Call("/v3/payments/" + transaction + "/confirm", @"{""amount"":360,""currency"":""TWD""}");
        Console.WriteLine(Regex.Match(confirmed, @"""returnCode"":""(\d+)""").Groups[1].Value);
    }
}
