namespace DeepFix.Mlflow.Stores;

/// <summary>The part of MLflow's filter language that stores on disk understand: equalities joined with <c>and</c>.</summary>
internal sealed class RunFilter
{
    private readonly IReadOnlyList<(FilterField Field, string Key, string Value)> _terms;

    private RunFilter(IReadOnlyList<(FilterField, string, string)> terms) => _terms = terms;

    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.InvalidParameter"/> for what is not understood.</exception>
    public static RunFilter Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new RunFilter([]);
        var reader = new FilterReader(text);
        List<(FilterField, string, string)> terms = [];
        do
        {
            var (field, key) = reader.Identifier();
            reader.EqualsSign();
            terms.Add((field, key, reader.QuotedValue()));
        }
        while (reader.And());
        return new RunFilter(terms);
    }

    public bool Matches(Run run) => _terms.All(term => Actual(run, term.Field, term.Key) == term.Value);

    private static string? Actual(Run run, FilterField field, string key) => field switch
    {
        FilterField.Tag => run.Tags.GetValueOrDefault(key),
        FilterField.Param => run.Params.GetValueOrDefault(key),
        FilterField.Status => StoreValues.Name(run.Status),
        FilterField.RunName => run.Name ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of a filter."),
    };
}
