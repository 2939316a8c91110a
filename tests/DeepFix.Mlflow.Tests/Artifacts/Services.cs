namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>Storage services that <c>.ci/services</c> starts; without them their tests are skipped, unless they are required.</summary>
internal static class Services
{
    public static string S3 => Address("DEEPFIX_TEST_S3", "S3");

    public static string Azurite => Address("DEEPFIX_TEST_AZURITE", "Azure storage");

    private static string Address(string variable, string name)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address) return address;
        if (Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1") Assert.Fail($"{variable} is not set, and the services are required.");
        Assert.Skip($"No {name} service: {variable} is not set. Run the tests through .ci/services.");
        return "";
    }
}
