<?php
// The SDK: composer require twilio/sdk. Run: php place_call.php, with TALLYLINE_URL, TWILIO_ACCOUNT_SID,
// TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER set (npm run twilio -- sets them).
require __DIR__ . '/vendor/autoload.php';

// The recipe
final class TallylineHttpClient extends Twilio\Http\CurlClient {
    public function request(string $method, string $url, ...$rest): Twilio\Http\Response {
        return parent::request($method, str_replace('https://api.twilio.com', getenv('TALLYLINE_URL'), $url), ...$rest);
    }
}

[$sid, $token] = [getenv('TWILIO_ACCOUNT_SID'), getenv('TWILIO_AUTH_TOKEN')];
$client = new Twilio\Rest\Client($sid, $token, null, null, new TallylineHttpClient());
// End of the recipe

$twiml = '<Response><Say>Hello from PHP</Say></Response>';
$call = $client->calls->create('+14155550123', getenv('TWILIO_PHONE_NUMBER'), ['twiml' => $twiml]);
echo "call $call->sid $call->status\n";
foreach ($client->messages->read([], 20) as $message) echo "message $message->sid $message->body\n";
