using System.Text.Json.Nodes;
using CsCheck;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Analysis;

public sealed class ValidationTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Valid = """ "run_id": "abc123", "mlflow_tracking_uri": "http://localhost:1" """;

    private static readonly string LongName = new('n', 300);

    /// <summary>Body, field, constraint, what was provided.</summary>
    public static TheoryData<string, string, string, string> Refused => new()
    {
        { """{"run_id": "abc123"}""", "mlflow_tracking_uri", "required", "null" },
        { """{"run_id": "abc123", "mlflow_tracking_uri": null}""", "mlflow_tracking_uri", "required", "null" },
        { """{"mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "required", "null" },
        { "{}", "run_id", "required", "null" },
        { """{"run_id": "", "mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "must not be empty", "\"\"" },
        { """{"run_id": "  ", "mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "must not be empty", "\"  \"" },
        { """{"run_id": 17, "mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "must be a string", "17" },
        { """{"run_id": "../etc", "mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "must be the id of an MLflow run: letters, digits, '-' and '_'", "\"../etc\"" },
        { """{"run_id": "a\u0000b", "mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "must not hold control characters", "\"a\\u0000b\"" },
        { $$"""{"run_id": "{{LongName}}", "mlflow_tracking_uri": "http://localhost:5000"}""", "run_id", "must have at most 256 characters", $"\"{new string('n', 120)}…\"" },
        { Uri("localhost:5000"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"localhost:5000\"" },
        { Uri("/var/mlruns"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"/var/mlruns\"" },
        { Uri("sqlite:///mlflow.db"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"sqlite:///mlflow.db\"" },
        { Uri("file:///etc/passwd"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"file:///etc/passwd\"" },
        { Uri("http:///nohost"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"http:///nohost\"" },
        { Uri("http:localhost"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"http:localhost\"" },
        { Uri("http://"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"http://\"" },
        { Uri("http://localhost:99999"), "mlflow_tracking_uri", "must be an absolute http or https URI", "\"http://localhost:99999\"" },
        { Uri("http://user:hunter2@localhost:5000"), "mlflow_tracking_uri", "must not hold a user name or password", "\"http://localhost:5000\"" },
        { Uri("http://user:hun@ter2@localhost:5000"), "mlflow_tracking_uri", "must not hold a user name or password", "\"http://localhost:5000\"" },
        { Uri("http://user:hunter2/x@localhost:5000"), "mlflow_tracking_uri", "must not hold a user name or password", "\"http://localhost:5000\"" },
        { Uri("http://localhost:5000/?token=hunter2"), "mlflow_tracking_uri", "must not have a query or a fragment", "\"http://localhost:5000/?…\"" },
        { Options(""" "max_analysis_time": 29 """), "analysis_options.max_analysis_time", "must be a number from 30 to 300", "29" },
        { Options(""" "max_analysis_time": 301 """), "analysis_options.max_analysis_time", "must be a number from 30 to 300", "301" },
        { Options(""" "max_analysis_time": "60" """), "analysis_options.max_analysis_time", "must be a number from 30 to 300", "\"60\"" },
        { Options(""" "max_analysis_time": "NaN" """), "analysis_options.max_analysis_time", "must be a number from 30 to 300", "\"NaN\"" },
        { Options(""" "max_analysis_time": 1e999 """), "analysis_options.max_analysis_time", "must be a number from 30 to 300", "\"1e999\"" },
        { Options(""" "enable_training_analysis": "yes" """), "analysis_options.enable_training_analysis", "must be true or false", "\"yes\"" },
        { Options(""" "enable_dataset_analysis": 0 """), "analysis_options.enable_dataset_analysis", "must be true or false", "0" },
        { Options(""" "log_to_mlflow": [] """), "analysis_options.log_to_mlflow", "must be true or false", "\"[…]\"" },
        { Options(""" "optimization_focus": "stability" """), "analysis_options.optimization_focus", "must be a list of overfitting, underfitting, convergence, stability, data_quality, generalization, performance", "\"stability\"" },
        { Options(""" "optimization_focus": ["stability", "speed"] """), "analysis_options.optimization_focus[1]", "must be one of overfitting, underfitting, convergence, stability, data_quality, generalization, performance", "\"speed\"" },
        { With(""" "analysis_options": 3 """), "analysis_options", "must be an object", "3" },
        { With(""" "context": [] """), "context", "must be an object", "\"[…]\"" },
        { With(""" "context": {"model_type": "CNN"} """), "context.model_type", "must be one of cnn, rnn, transformer, mlp, gnn, other", "\"CNN\"" },
        { With(""" "context": {"task_type": {"a": 1}} """), "context.task_type", "must be one of classification, regression, segmentation, detection, language_modeling, other", "\"{…}\"" },
        { With(""" "context": {"dataset_name": 5} """), "context.dataset_name", "must be a string", "5" },
        { "[]", "body", "must be a JSON object", "null" },
        { "null", "body", "must be a JSON object", "null" },
        { "", "body", "must be valid JSON, at most 64 levels deep (fault at line 1, byte 1)", "null" },
        { "{\n  \"run_id\": NaN}", "body", "must be valid JSON, at most 64 levels deep (fault at line 2, byte 13)", "null" },
        { """{"run_id": "\ud800", "mlflow_tracking_uri": "http://localhost:5000"}""", "body", "must hold valid Unicode (a string has half a surrogate pair or a byte that is not UTF-8)", "null" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Malformed_requests_name_field_constraint_and_what_came(string body, string field, string constraint, string provided)
    {
        Answer answer = (await server.PostAsync(body)).ShouldBeError(ErrorCode.ValidationError);

        ((string?)answer.Details["field"]).ShouldBe(field);
        ((string?)answer.Details["constraint"]).ShouldBe(constraint);
        JsonNode.DeepEquals(answer.Details["provided"], JsonNode.Parse(provided)).ShouldBeTrue(answer.Body);
        ((string?)answer.Json["message"]).ShouldBe(constraint == "required" ? $"Invalid request: missing required field '{field}'" : $"Invalid request: field '{field}' {constraint}");
        answer.Details.ContainsKey("provided").ShouldBeTrue();
        answer.Body.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Every_fault_is_listed_and_the_first_is_in_the_message()
    {
        Answer answer = await server.PostAsync("""{"run_id": "", "analysis_options": {"max_analysis_time": 5, "optimization_focus": ["a", "b"]}, "context": {"model_type": "tree"}}""");

        answer.Details["errors"]!.AsArray().Select(e => (string?)e!["field"]).ShouldBe(
            ["run_id", "mlflow_tracking_uri", "analysis_options.optimization_focus[0]", "analysis_options.optimization_focus[1]", "analysis_options.max_analysis_time", "context.model_type"]);
        ((string?)answer.Details["field"]).ShouldBe("run_id");
    }

    [Fact]
    public async Task A_thousand_faults_give_a_short_answer()
    {
        string many = string.Join(",", Enumerable.Repeat("\"x\"", 1000));
        Answer answer = await server.PostAsync(Options($""" "optimization_focus": [{many}] """));

        answer.ShouldBeError(ErrorCode.ValidationError).Details["errors"]!.AsArray().Count.ShouldBe(20);
    }

    [Theory]
    [InlineData("""{"run_id": "abc123", "mlflow_tracking_uri": "http://localhost:1", "future_field": {"a": [1, 2]}, "analysis_options": {"unknown": true}, "context": null}""")]
    [InlineData("""{"run_id": "abc123", "mlflow_tracking_uri": "http://localhost:1", "analysis_options": null, "context": {"model_type": null}}""")]
    [InlineData("\uFEFF{\"run_id\": \"abc123\", \"mlflow_tracking_uri\": \"HTTP://LOCALHOST:1/\"}")]
    public async Task Unknown_and_null_fields_pass(string body)
        => (await server.PostAsync(body)).ShouldBeError(ErrorCode.MlflowConnectionError);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task Other_content_types_are_refused(string contentType)
    {
        Answer answer = (await server.PostAsync($"{{{Valid}}}", contentType)).ShouldBeError(ErrorCode.ValidationError);

        ((string?)answer.Details["field"]).ShouldBe("Content-Type");
    }

    [Fact]
    public async Task Json_with_a_charset_is_taken()
        => (await server.PostAsync($"{{{Valid}}}", "application/json; charset=utf-8")).ShouldBeError(ErrorCode.MlflowConnectionError);

    [Fact]
    public async Task Deep_nesting_is_refused_without_harm()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);
        Answer answer = (await server.PostAsync(With($""" "extra": {deep} """))).ShouldBeError(ErrorCode.ValidationError);

        ((string?)answer.Details["field"]).ShouldBe("body");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whether_its_length_is_announced_or_not()
    {
        using RunningServer small = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:MaxRequestBytes"] = "2048" });
        string body = With($""" "extra": "{new string('x', 4000)}" """);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze") { Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        chunked.Headers.TransferEncodingChunked = true;

        Answer announced = await small.PostAsync(body);
        Answer unannounced = await small.SendAsync(chunked);

        ((long)announced.ShouldBeError(ErrorCode.PayloadTooLarge).Details["limit"]!).ShouldBe(2048);
        unannounced.ShouldBeError(ErrorCode.PayloadTooLarge);
    }

    [Fact]
    public async Task No_body_whatever_makes_the_server_fail()
    {
        Gen<string> value = Gen.OneOf(
            Gen.String, Gen.Const("null"), Gen.Const("true"), Gen.Int.Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), Gen.Const("[]"), Gen.Const("{}"),
            Gen.Const("\"abc123\""), Gen.Const("\"http://localhost:1\""), Gen.Const("\"http://[::1\""), Gen.Const("\"\\udc00\""), Gen.Const("1e400"), Gen.Const("[[[]]]"), Gen.Const("\"http://xn--\u0080/\""));
        string[] names = ["run_id", "mlflow_tracking_uri", "analysis_options", "context", "max_analysis_time", "\\ud800", "optimization_focus"];
        Gen<string> name = Gen.Int[0, names.Length - 1].Select(i => names[i]);
        Gen<string> body = Gen.Select(name, value, (n, v) => $"\"{n}\": {v}").Array[0, 6].Select(fields => $"{{{string.Join(", ", fields)}}}");

        await body.Array[300].SampleAsync(
            async bodies =>
            {
                foreach (string text in bodies)
                {
                    Answer answer = await server.PostAsync(text);
                    answer.Status.ShouldBeOneOf([400, 403, 503], text);
                    ((string?)answer.Details["suggestion"]).ShouldNotBeNullOrEmpty();
                }
            },
            iter: 1,
            seed: "0000KOIXDsg4");
    }

    private static string Uri(string uri) => $$"""{"run_id": "abc123", "mlflow_tracking_uri": "{{uri}}"}""";

    private static string Options(string options) => With($$""" "analysis_options": { {{options}} } """);

    private static string With(string more) => $"{{{Valid}, {more}}}";
}
