<?php
// A payment by LINE Pay v3. Needs the curl extension; `php -S` and frameworks work the same.
[$url, $id, $secret] = array_map('getenv', ['LINEPAY_URL', 'LINEPAY_CHANNEL_ID', 'LINEPAY_CHANNEL_SECRET']);

function call(string $path, array $body): array {
    global $url, $id, $secret;
    $json = json_encode($body);                        // made once: what is signed is what is sent
    $nonce = bin2hex(random_bytes(16));
    $curl = curl_init($url . $path);
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_POSTFIELDS => $json,
        CURLOPT_TIMEOUT => 60,                         // confirm may take 40 seconds
        CURLOPT_HTTPHEADER => [
            'Content-Type: application/json',
            "X-LINE-ChannelId: $id",
            "X-LINE-Authorization-Nonce: $nonce",
            'X-LINE-Authorization: ' . base64_encode(hash_hmac('sha256', $secret . $path . $json . $nonce, $secret, true)),
        ],
    ]);
    return json_decode(curl_exec($curl), true, 512, JSON_BIGINT_AS_STRING);
}

$product = ['name' => 'Tea', 'quantity' => 1, 'price' => 360];
$reserved = call('/v3/payments/request', [
    'amount' => 360, 'currency' => 'TWD', 'orderId' => 'PHP-' . time(),
    'packages' => [['id' => '1', 'amount' => 360, 'products' => [$product]]],
    'redirectUrls' => ['confirmUrl' => 'http://127.0.0.1:3000/paid', 'cancelUrl' => 'http://127.0.0.1:3000/cart'],
]);
// The buyer goes to $reserved['info']['paymentUrl']['web'] now; with --auto-approve nobody has to.
$transaction = $reserved['info']['transactionId'];
echo call("/v3/payments/$transaction/confirm", ['amount' => 360, 'currency' => 'TWD'])['returnCode'], "\n";
