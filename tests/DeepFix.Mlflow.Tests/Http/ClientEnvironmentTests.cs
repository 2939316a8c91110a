using System.Text;
using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Tests.Http;

public sealed class ClientEnvironmentTests
{
    [Fact]
    public void Name_and_password_of_the_environment_win_over_its_token() =>
        Header("http://h:5000", new(), "MLFLOW_TRACKING_USERNAME=ann", "MLFLOW_TRACKING_PASSWORD=pw", "MLFLOW_TRACKING_TOKEN=tok").ShouldBe(Basic("ann:pw"));

    [Fact]
    public void Token_counts_where_name_and_password_are_not_both_there() =>
        Header("http://h:5000", new(), "MLFLOW_TRACKING_USERNAME=ann", "MLFLOW_TRACKING_TOKEN=tok").ShouldBe("Bearer tok");

    [Fact]
    public void Credentials_file_fills_in_what_the_environment_leaves_open() =>
        Header("http://h:5000", new(), ["[other]", "mlflow_tracking_username = no", "[mlflow]", "# a comment", "mlflow_tracking_username = file", "mlflow_tracking_password=p=w"], "MLFLOW_TRACKING_USERNAME=ann").ShouldBe(Basic("ann:p=w"));

    [Fact]
    public void User_information_of_the_uri_wins_over_the_environment() =>
        Header("http://u%40x:p%3Aw@h:5000", new(), "MLFLOW_TRACKING_USERNAME=ann", "MLFLOW_TRACKING_PASSWORD=pw").ShouldBe(Basic("u@x:p:w"));

    [Fact]
    public void Options_win_over_the_uri_and_the_environment() =>
        Header("http://u:p@h:5000", new() { Token = "mine" }, "MLFLOW_TRACKING_USERNAME=ann", "MLFLOW_TRACKING_PASSWORD=pw").ShouldBe("Bearer mine");

    [Fact]
    public void Environment_is_not_looked_at_where_it_is_switched_off()
    {
        string[] all = ["MLFLOW_TRACKING_USERNAME=ann", "MLFLOW_TRACKING_PASSWORD=pw", "MLFLOW_TRACKING_TOKEN=tok", "MLFLOW_WORKSPACE=w", "MLFLOW_HTTP_REQUEST_TIMEOUT=3", "MLFLOW_TRACKING_INSECURE_TLS=true"];
        var options = new MlflowOptions { UseEnvironment = false };
        Complete("http://h:5000", options, [], all).ShouldBe(options);
        Header("http://h:5000", options, all).ShouldBeNull();
    }

    [Fact]
    public void Settings_of_the_environment_are_taken_and_stated_ones_kept()
    {
        string[] all = ["MLFLOW_WORKSPACE=team-a", "MLFLOW_HTTP_REQUEST_TIMEOUT=2.5", "MLFLOW_TRACKING_INSECURE_TLS=TRUE", "MLFLOW_TRACKING_CLIENT_CERT_PATH=/c.pem"];
        var taken = Complete("http://h:5000", new(), [], all);
        (taken.Workspace, taken.RequestTimeout, taken.InsecureTls, taken.ClientCertificatePath).ShouldBe(("team-a", TimeSpan.FromSeconds(2.5), true, "/c.pem"));
        var stated = Complete("http://h:5000", new() { Workspace = "mine", RequestTimeout = TimeSpan.FromSeconds(120), InsecureTls = false }, [], all);
        (stated.Workspace, stated.RequestTimeout, stated.InsecureTls).ShouldBe(("mine", TimeSpan.FromSeconds(120), false));
    }

    private static MlflowOptions Complete(string uri, MlflowOptions options, string[] file, string[] variables)
    {
        var values = variables.Select(static v => v.Split('=', 2)).ToDictionary(static v => v[0], static v => v[1], StringComparer.Ordinal);
        return new ClientEnvironment(values.GetValueOrDefault, () => file).Complete(options, new Uri(uri));
    }

    private static string? Header(string uri, MlflowOptions options, params string[] variables) => Header(uri, options, [], variables);

    private static string? Header(string uri, MlflowOptions options, string[] file, params string[] variables) => Authorization.From(Complete(uri, options, file, variables))?.ToString();

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}
