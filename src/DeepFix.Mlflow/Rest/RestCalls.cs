using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Rest;

/// <summary>Calls of the tracking API: JSON there, JSON back, failures as <see cref="MlflowException"/>.</summary>
internal sealed class RestCalls(MlflowHttp http)
{
    private const string Api = "api/2.0/mlflow/";
    private const long LongestAnswer = 256L * 1024 * 1024;

    public Task<T> GetAsync<T>(string call, Asked asked, JsonTypeInfo<T> answer, CancellationToken cancellationToken, params (string Name, string? Value)[] query)
        where T : class => GetAsync(new Uri(http.Base, Api + call + Query(query)), asked, answer, cancellationToken);

    public async Task<T> GetAsync<T>(Uri address, Asked asked, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class => await http.Reads.RunAsync(token => ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, address), asked, answer, token), cancellationToken);

    /// <summary>A read that MLflow takes as a POST.</summary>
    public Task<TAnswer> SearchAsync<TRequest, TAnswer>(string call, TRequest body, JsonTypeInfo<TRequest> request, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
        where TAnswer : class => http.Reads.RunAsync(token => PostAsync(call, body, request, Asked.Other, answer, token), cancellationToken);

    /// <summary>A write, sent once: whether it arrived before a failure, nobody knows.</summary>
    public async Task<TAnswer> PostAsync<TRequest, TAnswer>(string call, TRequest body, JsonTypeInfo<TRequest> request, Asked asked, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var address = new Uri(http.Base, Api + call);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body, request);
        return await ReadAsync(Create, asked, answer, cancellationToken);

        HttpRequestMessage Create()
        {
            var content = new ByteArrayContent(json);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        }
    }

    private async Task<T> ReadAsync<T>(Func<HttpRequestMessage> create, Asked asked, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await http.SendAsync(create, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await ExplainAsync(await ErrorAnswer.ReadAsync(response, asked, cancellationToken), cancellationToken);
        if (!ErrorAnswer.IsJson(response)) throw ErrorAnswer.Unexpected(response, $"with {response.Content.Headers.ContentType?.MediaType ?? "no content type"} where MLflow answers JSON");

        await using var stream = await http.ReadAsync(response, LongestAnswer, cancellationToken);
        try
        {
            return await JsonSerializer.DeserializeAsync(stream, answer, cancellationToken) ?? throw ErrorAnswer.Unexpected(response, "with an empty JSON value");
        }
        catch (JsonException e)
        {
            throw ErrorAnswer.Unexpected(response, "with JSON that is broken or not of MLflow's shape", e, isTransient: true);
        }
    }

    // With workspaces, a run of another workspace is "not found"; only the server can tell that it has them.
    private async Task<MlflowException> ExplainAsync(MlflowException failure, CancellationToken cancellationToken)
    {
        if (failure is not { HttpStatus: 404, Code: MlflowErrorCode.RunNotFound or MlflowErrorCode.ExperimentNotFound } || !await HasWorkspacesAsync(cancellationToken)) return failure;

        string tried = http.Options.Workspace is { Length: > 0 } workspace ? $"'{workspace}'" : "the default one";
        return new MlflowException(failure.Code, failure.Message, $"{failure.Remedy} The server has workspaces, and {tried} was asked: set MLFLOW_WORKSPACE to the one it lies in.", failure.IsTransient)
        {
            Host = failure.Host,
            HttpStatus = failure.HttpStatus,
            ServerErrorCode = failure.ServerErrorCode,
        };
    }

    private async Task<bool> HasWorkspacesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var address = new Uri(http.Base, "api/3.0/mlflow/server-info");
            using var response = await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode || !ErrorAnswer.IsJson(response)) return false;

            await using var stream = await http.ReadAsync(response, LongestAnswer, cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, WireJson.Default.ServerInfo, cancellationToken) is { WorkspacesEnabled: true };
        }
        catch (Exception e) when (e is MlflowException or JsonException)
        {
            return false;
        }
    }

    public static string Query(params (string Name, string? Value)[] query)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in query)
        {
            if (value is null) continue;
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }
}
