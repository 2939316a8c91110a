using System.Text;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Security;

public sealed class SecurityHeaderTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/api/v1/analyze")]
    [InlineData("POST", "/api/v1/knowledge/query")]
    public async Task Every_answer_tells_browsers_to_do_nothing_with_it(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        string.Join('\n', response.Headers.Where(h => h.Key is not ("Date" or "X-Request-ID" or "Transfer-Encoding" or "Cache-Control" or "Pragma" or "Expires")).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal)).ShouldBe("""
            Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
            Cross-Origin-Resource-Policy: same-origin
            Referrer-Policy: no-referrer
            X-Content-Type-Options: nosniff
            X-Frame-Options: DENY
            """);
        response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Text_stands_in_answers_as_it_is()
    {
        Answer answer = await server.PostAsync("""{"run_id": "it's <b> & é"}""");

        answer.Body.ShouldContain("it's <b> & é");
        Encoding.UTF8.GetByteCount(answer.Body).ShouldBeGreaterThan(answer.Body.Length);
    }
}
