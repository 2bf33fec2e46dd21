// A payment by LINE Pay v3, with the JDK alone: java Pay.java
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Pay {
    static final String URL = System.getenv("LINEPAY_URL"), ID = System.getenv("LINEPAY_CHANNEL_ID");
    static final String SECRET = System.getenv("LINEPAY_CHANNEL_SECRET");

    static String call(String path, String body) throws Exception {
        String nonce = UUID.randomUUID().toString();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes("UTF-8"), "HmacSHA256"));
        byte[] signature = mac.doFinal((SECRET + path + body + nonce).getBytes("UTF-8"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + path))
            .timeout(Duration.ofSeconds(60)) // confirm may take 40 seconds
            .header("Content-Type", "application/json")
            .header("X-LINE-ChannelId", ID)
            .header("X-LINE-Authorization-Nonce", nonce)
            .header("X-LINE-Authorization", Base64.getEncoder().encodeToString(signature))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    static String find(String json, String pattern) {
        var found = Pattern.compile(pattern).matcher(json);
        return found.find() ? found.group(1) : json;
    }

    public static void main(String[] arguments) throws Exception {
        String order = """
            {"amount":360,"currency":"TWD","orderId":"JAVA-%d",
             "packages":[{"id":"1","amount":360,"products":[{"name":"Tea","quantity":1,"price":360}]}],
             "redirectUrls":{"confirmUrl":"http://127.0.0.1:3000/paid","cancelUrl":"http://127.0.0.1:3000/cart"}}""";
        String reserved = call("/v3/payments/request", order.formatted(System.nanoTime()));
        // The buyer goes to info.paymentUrl.web now; with --auto-approve nobody has to.
        String transaction = find(reserved, "\"transactionId\":(\\d+)");
        String confirmed = call("/v3/payments/" + transaction + "/confirm", "{\"amount\":360,\"currency\":\"TWD\"}");
        System.out.println(find(confirmed, "\"returnCode\":\"(\\d+)\""));
    }
}
