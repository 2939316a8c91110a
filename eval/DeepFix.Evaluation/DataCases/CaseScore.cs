namespace DeepFix.Evaluation.DataCases;

/// <summary>Scores predictions against data sets with measured truth, as the corpus's own scorer of them does.</summary>
internal sealed class CaseScore
{
    /// <summary>A finding of low severity counts from this confidence.</summary>
    private const double ConfidenceThatCounts = 0.5;

    private readonly SortedDictionary<string, (int Right, int Wrong, int Missed)> _byCode = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private int _cases, _controls, _controlsFlagged;

    /// <summary>Counts by code.</summary>
    public IReadOnlyDictionary<string, (int Right, int Wrong, int Missed)> ByCode => _byCode;

    /// <summary>What was missed or wrong, a line each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Counts a case.</summary>
    public void Add(CaseLabels labels, Prediction prediction)
    {
        HashSet<string> got = [.. prediction.Findings.Where(f => f.Severity >= Severity.Medium || f.Confidence >= ConfidenceThatCounts).Select(f => f.Code)];
        bool isFlagged = false;
        foreach (string code in labels.Known)
        {
            bool isThere = labels.Faults.Contains(code, StringComparer.Ordinal), isFound = got.Contains(code);
            (int right, int wrong, int missed) = _byCode.GetValueOrDefault(code);
            _byCode[code] = (right + (isThere && isFound ? 1 : 0), wrong + (!isThere && isFound ? 1 : 0), missed + (isThere && !isFound ? 1 : 0));
            isFlagged |= !isThere && isFound;
            if (isThere != isFound) _failures.Add($"{labels.Name}: {code} {(isThere ? "missed" : "found wrongly")}");
        }

        _cases++;
        _controls += labels.IsControl ? 1 : 0;
        _controlsFlagged += labels.IsControl && isFlagged ? 1 : 0;
    }

    /// <summary>All measures by name, rounded as the reference rounds them.</summary>
    public IReadOnlyDictionary<string, double> Measures()
    {
        int right = _byCode.Values.Sum(c => c.Right), wrong = _byCode.Values.Sum(c => c.Wrong), missed = _byCode.Values.Sum(c => c.Missed);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["cases"] = _cases,
            ["precision"] = Math.Round(right / Math.Max(1.0, right + wrong), 3),
            ["recall"] = Math.Round(right / Math.Max(1.0, right + missed), 3),
            ["controls"] = _controls,
            ["controls_flagged"] = _controlsFlagged,
        };
    }
}
