using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepFix.Client.Tests.Schedules;

/// <summary>What one request meets, as the table writes it.</summary>
internal static class Meeting
{
    public const string Result = """{"request_id": "req_1", "run_id": "r1", "status": "completed", "summary": "Fine."}""";

    public static async Task<HttpResponseMessage> AnswerAsync(JsonObject meeting, TimeProvider time, CancellationToken cancellationToken)
    {
        if (meeting.Seconds("takes") is { } takes && takes > TimeSpan.Zero) await Task.Delay(takes, time, cancellationToken);
        switch (meeting.Text("network"))
        {
            case "refused": throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            case "reset": throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset");
            case "silent":
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                throw new OperationCanceledException(cancellationToken);
            case "cut": return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new HalfBody(Result, isCut: true)) };
            case "stalls": return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new HalfBody(Result, isCut: false)) };
        }

        var response = new HttpResponseMessage((HttpStatusCode)(meeting.Number("http") ?? meeting.Number("status")!.Value)) { Content = new StringContent(Body(meeting["body"]), Encoding.UTF8) };
        Headers(meeting, response);
        return response;
    }

    public static void Headers(JsonObject meeting, HttpResponseMessage response)
    {
        foreach ((string name, JsonNode? value) in meeting["headers"]?.AsObject() ?? []) response.Headers.TryAddWithoutValidation(name, value!.GetValue<string>()).ShouldBeTrue();
    }

    private static string Body(JsonNode? body) => body switch
    {
        null => "",
        JsonValue text => text.GetValue<string>() is "result" ? Result : text.GetValue<string>(),
        _ => body.ToJsonString(),
    };
}
