using System.Text.Json.Nodes;

namespace DeepFix.Artifacts;

/// <summary>One check that deepchecks ran, or could not run.</summary>
public sealed record DeepchecksEntry
{
    /// <summary>train_test_validation, data_integrity or model_evaluation.</summary>
    public required string Suite { get; init; }

    /// <summary>Name of the check (<c>json_result.check.name</c>): the key to look for.</summary>
    public required string CheckName { get; init; }

    /// <summary>Header as displayed; may differ from the name.</summary>
    public string Header { get; init; } = "";

    /// <summary>train or test, where the check ran on one of the two; else null.</summary>
    public string? Split { get; init; }

    /// <summary>The check's own settings.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>
    /// The measured value, or null where the check did not run. {dtype, value} is unwrapped to the number, JSON text to what it says, a Series to an object by label,
    /// a DataFrame to an object of columns. All numbers are doubles and may be NaN or infinite.
    /// </summary>
    public JsonNode? Value { get; init; }

    /// <summary>Why the check did not run; null where it did.</summary>
    public string? Failure { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<DeepchecksCondition> Conditions { get; init; } = [];

    /// <summary>Text that deepchecks shows.</summary>
    public string? DisplayText { get; init; }
}
