using System.Text.Json.Nodes;

namespace DeepFix.Client.Tests.Schedules;

/// <summary>The table of cases that the .NET and the Python client share.</summary>
internal static class ScheduleTable
{
    private static readonly JsonObject Table = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "clients", "schedules.json")))!.AsObject();

    public static JsonObject RetryConfig => Table["retry_config"]!.AsObject();

    public static JsonObject PollingConfig => Table["polling_config"]!.AsObject();

    public static IReadOnlyList<JsonObject> Delays => Cases("delays");

    public static IReadOnlyList<JsonObject> Calls => Cases("calls");

    public static IReadOnlyList<JsonObject> Polls => Cases("polls");

    public static JsonObject Call(string name) => Calls.Single(c => c["name"]!.GetValue<string>() == name);

    public static JsonObject Poll(string name) => Polls.Single(c => c["name"]!.GetValue<string>() == name);

    public static double? Number(this JsonObject owner, string name) => owner[name]?.GetValue<double>();

    public static TimeSpan? Seconds(this JsonObject owner, string name) => owner.Number(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public static double[] Numbers(this JsonObject owner, string name) => [.. owner[name]!.AsArray().Select(n => n!.GetValue<double>())];

    public static string? Text(this JsonObject owner, string name) => owner[name]?.GetValue<string>();

    /// <summary>The configuration of a case: what differs from the usual.</summary>
    public static RetryConfig Retry(this JsonObject owner)
    {
        JsonObject c = owner["config"]?.AsObject() ?? [];
        var usual = new RetryConfig();
        return usual with
        {
            MaxRetries = (int)(c.Number("max_retries") ?? usual.MaxRetries),
            BaseDelay = c.Seconds("base_delay") ?? usual.BaseDelay,
            MaxDelay = c.Seconds("max_delay") ?? usual.MaxDelay,
            BackoffFactor = c.Number("backoff_factor") ?? usual.BackoffFactor,
        };
    }

    /// <summary>The configuration of a case: what differs from the usual, and a fixed interval.</summary>
    public static PollingConfig Polling(this JsonObject owner)
    {
        JsonObject c = owner["config"]?.AsObject() ?? [];
        if (owner.Seconds("poll_interval") is { } interval) return Client.PollingConfig.Every(interval, owner.Seconds("max_wait_time"));
        var usual = new PollingConfig();
        return usual with
        {
            InitialInterval = c.Seconds("initial_interval") ?? usual.InitialInterval,
            MaxInterval = c.Seconds("max_interval") ?? usual.MaxInterval,
            BackoffFactor = c.Number("backoff_factor") ?? usual.BackoffFactor,
            MaxWaitTime = owner.Seconds("max_wait_time") ?? usual.MaxWaitTime,
        };
    }

    private static JsonObject[] Cases(string name) => [.. Table[name]!.AsArray().Select(n => n!.AsObject())];
}
