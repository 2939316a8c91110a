using System.Text.Json.Nodes;

namespace DeepFix.Assistants;

/// <summary>One tool: what it is called, what it takes, and what it does. All of them only read.</summary>
internal abstract class AssistantTool
{
    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Its name for people.</summary>
    public abstract string Title { get; }

    /// <summary>What it does, for a model that chooses among tools.</summary>
    public abstract string Description { get; }

    /// <summary>What it takes.</summary>
    public abstract ToolSchema Arguments { get; }

    /// <summary>Whether it speaks to MLflow.</summary>
    public virtual bool LeavesTheMachine => false;

    /// <summary>Does it.</summary>
    /// <param name="arguments">What it was called with.</param>
    /// <param name="backend">Who does the work.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The answer, within <see cref="AssistantLimits.MostBytes"/>.</returns>
    public abstract Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken);

    /// <summary>A call of a tool, for a model to make next.</summary>
    public static JsonObject Call(string tool, params ReadOnlySpan<(string Name, JsonNode? Value)> arguments)
        => new() { ["tool"] = tool, ["arguments"] = Answers.Members.Of(arguments) };
}
