using DeepFix.Server.Security;

namespace DeepFix.Server.Tests.Security;

public sealed class OriginTests
{
    [Theory]
    [InlineData("http://mlflow:5000", "http://mlflow:5000")]
    [InlineData("HTTP://MLflow:5000/", "http://mlflow:5000")]
    [InlineData("https://mlflow", "https://mlflow:443")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000")]
    [InlineData("http://2130706433:5000", "http://127.0.0.1:5000")]
    public void Scheme_host_and_port_decide(string text, string origin) => Origin.Parse(text).ShouldNotBeNull().ToString().ShouldBe(origin);

    [Theory]
    [InlineData("mlflow:5000")]
    [InlineData("http://user:pw@mlflow:5000")]
    [InlineData("http://mlflow:5000/path")]
    [InlineData("ftp://mlflow")]
    [InlineData("*")]
    [InlineData("")]
    public void Anything_else_is_no_origin(string text) => Origin.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("*", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("127.0.0.1.example.com", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("10.0.0.1", false)]
    public void Loopback_is_this_machine_only(string host, bool isLoopback) => Origin.IsLoopbackHost(host).ShouldBe(isLoopback);
}
