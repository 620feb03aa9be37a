// The SDK: dotnet add package Twilio. Run: dotnet run, with TALLYLINE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and
// TWILIO_PHONE_NUMBER set (npm run twilio -- sets them).
using Twilio;
using Twilio.Clients;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

string Set(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");

var here = new SystemNetHttpClient(new System.Net.Http.HttpClient(new ToTallyline(Set("TALLYLINE_URL"))));
TwilioClient.SetRestClient(new TwilioRestClient(Set("TWILIO_ACCOUNT_SID"), Set("TWILIO_AUTH_TOKEN"), httpClient: here));

var twiml = new Twiml("<Response><Say>Hello from C#</Say></Response>");
var call = CallResource.Create(to: new PhoneNumber("+14155550123"), from: new PhoneNumber(Set("TWILIO_PHONE_NUMBER")), twiml: twiml);
Console.WriteLine($"call {call.Sid} {call.Status}");
foreach (var message in MessageResource.Read(limit: 20)) Console.WriteLine($"message {message.Sid} {message.Body}");

// The recipe
class ToTallyline(string url) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancelled)
    {
        request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri.Replace("https://api.twilio.com", url));
        return base.SendAsync(request, cancelled);
    }
}
// End of the recipe
