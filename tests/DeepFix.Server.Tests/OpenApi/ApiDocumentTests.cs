using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_document_is_the_approved_one()
    {
        using RunningServer server = RunningServer.Start();

        Answer document = await server.GetAsync("/openapi/v1.json");

        document.Status.ShouldBe(200);
        Approved.ShouldMatch("openapi", document.Body);
    }
}
