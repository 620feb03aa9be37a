// The SDK: com.twilio.sdk:twilio. Run: java -cp <its jars> PlaceCall.java, with TALLYLINE_URL, TWILIO_ACCOUNT_SID,
// TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER set (npm run twilio -- sets them).
import com.twilio.Twilio;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;

public class PlaceCall {
  // The recipe
  static class TallylineHttpClient extends NetworkHttpClient {
    @Override public Response makeRequest(Request asked) {
      Request here = new Request(asked.getMethod(), asked.getUrl().replace("https://api.twilio.com", System.getenv("TALLYLINE_URL")));
      here.getQueryParams().putAll(asked.getQueryParams());
      here.getPostParams().putAll(asked.getPostParams());
      here.getHeaderParams().putAll(asked.getHeaderParams());
      here.setAuth(asked.getUsername(), asked.getPassword());
      return super.makeRequest(here);
    }
  }
  // End of the recipe

  public static void main(String[] arguments) {
    Twilio.setRestClient(new TwilioRestClient.Builder(System.getenv("TWILIO_ACCOUNT_SID"), System.getenv("TWILIO_AUTH_TOKEN"))
        .httpClient(new TallylineHttpClient())
        .build());
    Twiml twiml = new Twiml("<Response><Say>Hello from Java</Say></Response>");
    PhoneNumber from = new PhoneNumber(System.getenv("TWILIO_PHONE_NUMBER"));
    Call call = Call.creator(new PhoneNumber("+14155550123"), from, twiml).create();
    System.out.println("call " + call.getSid() + " " + call.getStatus());
    for (Message message : Message.reader().limit(20).read())
      System.out.println("message " + message.getSid() + " " + message.getBody());
  }
}
