namespace DeepFix.Evaluation;

/// <summary>Scores predictions against labelled runs, measure by measure as the corpus's own scorer does.</summary>
internal sealed class CorpusScore
{
    private const double HelpsFrom = 0.02;
    private static readonly HashSet<string> CauseCodes = [.. Vocabulary.All.Where(c => c.Kind == FindingKind.Cause).Select(c => c.Code)];

    private readonly SortedDictionary<string, (int Runs, int Found, int Top1)> _perCause = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _wrongByCode = new(StringComparer.Ordinal);
    private readonly (int Count, int Right, double Confidence)[] _bins = new (int, int, double)[10];
    private readonly List<double> _captures = [], _capturesOf3 = [], _random = [];
    private int _faulty, _healthy, _found, _top1, _top3, _recalled, _allCauses, _low, _lowHealthy, _right, _judged, _rightCauses, _judgedCauses;
    private int _flagged, _flaggedHigh, _advised, _decoys, _decoysFlagged, _helps, _harms, _withRemedy;

    /// <summary>Runs and findings by cause.</summary>
    public IReadOnlyDictionary<string, (int Runs, int Found, int Top1)> PerCause => _perCause;

    /// <summary>How often each code was a wrong medium or high finding.</summary>
    public IReadOnlyDictionary<string, int> WrongByCode => _wrongByCode;

    /// <summary>Counts a run.</summary>
    public void Add(LabelledRun run, Prediction prediction)
    {
        HashSet<string> causes = [.. run.Causes, .. run.Equivalent];
        HashSet<string> good = [.. causes, .. run.Acceptable];
        var counted = prediction.Counted.ToArray();
        var grave = counted.Where(f => f.Severity >= Severity.Medium).ToArray();
        var wrong = grave.Where(f => !good.Contains(f.Code)).ToArray();
        int low = prediction.Findings.Count(f => f.Severity == Severity.Low);
        Calibrate(counted, good);
        foreach (var f in wrong) _wrongByCode[f.Code] = _wrongByCode.GetValueOrDefault(f.Code) + 1;
        _right += grave.Length - wrong.Length;
        _judged += grave.Length;
        _judgedCauses += grave.Count(f => CauseCodes.Contains(f.Code));
        _rightCauses += grave.Count(f => CauseCodes.Contains(f.Code) && good.Contains(f.Code));
        if (run.Causes.Count > 0) AddFaulty(run, prediction, counted, grave, causes, low);
        else AddHealthy(run, prediction, wrong, low);
    }

    /// <summary>All measures by name, rounded to three digits.</summary>
    public IReadOnlyDictionary<string, double> Measures() => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["faulty"] = _faulty,
        ["healthy"] = _healthy,
        ["cause_found"] = Share(_found, _faulty),
        ["cause_top1"] = Share(_top1, _faulty),
        ["cause_top3"] = Share(_top3, _faulty),
        ["causes_recalled"] = Share(_recalled, _allCauses),
        ["precision_medium_high"] = Share(_right, _judged),
        ["precision_causes"] = Share(_rightCauses, _judgedCauses),
        ["findings_per_run"] = Math.Round(_judged / Math.Max(1.0, _faulty + _healthy), 2),
        ["low_per_faulty"] = Math.Round(_low / Math.Max(1.0, _faulty), 2),
        ["low_per_healthy"] = Math.Round(_lowHealthy / Math.Max(1.0, _healthy), 2),
        ["healthy_flagged"] = Share(_flagged, _healthy),
        ["healthy_flagged_at_least"] = Math.Round(Wilson(_flagged, _healthy).Low, 3),
        ["healthy_flagged_at_most"] = Math.Round(Wilson(_flagged, _healthy).High, 3),
        ["healthy_flagged_high"] = Share(_flaggedHigh, _healthy),
        ["healthy_with_advice"] = Share(_advised, _healthy),
        ["decoys"] = _decoys,
        ["decoys_flagged"] = Share(_decoysFlagged, _decoys),
        ["first_action_helps"] = Share(_helps, _withRemedy),
        ["first_action_harms"] = Share(_harms, _withRemedy),
        ["first_action_captures"] = Mean(_captures),
        ["best_of_3_captures"] = Mean(_capturesOf3),
        ["random_action_captures"] = Mean(_random),
        ["ece"] = Math.Round(_bins.Where(b => b.Count > 0).Sum(b => Math.Abs(b.Right - b.Confidence)) / Math.Max(1, _bins.Sum(b => b.Count)), 3),
        ["cause_found_macro"] = Math.Round(_perCause.Values.Select(c => (double)c.Found / c.Runs).DefaultIfEmpty(0).Average(), 3),
    };

    private void Calibrate(IEnumerable<(string Code, Severity Severity, double Confidence)> counted, HashSet<string> good)
    {
        foreach (var f in counted)
        {
            ref var bin = ref _bins[Math.Min(9, (int)(f.Confidence * 10))];
            bin = (bin.Count + 1, bin.Right + (good.Contains(f.Code) ? 1 : 0), bin.Confidence + f.Confidence);
        }
    }

    private void AddFaulty(LabelledRun run, Prediction prediction, (string Code, Severity Severity, double Confidence)[] counted, (string Code, Severity Severity, double Confidence)[] grave, HashSet<string> causes, int low)
    {
        string[] ranked = [.. prediction.RootCauses.Take(5)];
        bool hit = counted.Any(f => causes.Contains(f.Code));
        bool first = ranked is [var top, ..] ? causes.Contains(top) : grave is [var gravest, ..] && causes.Contains(gravest.Code);
        _faulty++;
        _low += low;
        _found += hit ? 1 : 0;
        _top1 += first ? 1 : 0;
        _top3 += ranked.Take(3).Any(causes.Contains) ? 1 : 0;
        _recalled += Math.Max(run.Causes.Count(c => counted.Any(f => f.Code == c)), Math.Min(hit ? 1 : 0, run.Causes.Count));
        _allCauses += run.Causes.Count;
        (int runs, int found, int top1) = _perCause.GetValueOrDefault(run.Causes[0]);
        _perCause[run.Causes[0]] = (runs + 1, found + (hit ? 1 : 0), top1 + (first ? 1 : 0));
        Advice(run, prediction.Actions);
    }

    private void Advice(LabelledRun run, IReadOnlyList<string> actions)
    {
        double best = run.Remedies.Values.DefaultIfEmpty(0).Max();
        if (best < LabelledRun.GainThatCounts) return;
        double first = actions.Count > 0 ? run.Remedies.GetValueOrDefault(actions[0]) : 0;
        double of3 = actions.Take(3).Select(a => run.Remedies.GetValueOrDefault(a)).DefaultIfEmpty(0).Max();
        _withRemedy++;
        _captures.Add(Math.Max(-1, first / best));
        _capturesOf3.Add(Math.Max(-1, of3 / best));
        _helps += first >= HelpsFrom ? 1 : 0;
        _harms += actions.Count > 0 && first < -HelpsFrom ? 1 : 0;
        _random.Add(run.Remedies.Values.Average(v => Math.Max(-1, v / best)));
    }

    private void AddHealthy(LabelledRun run, Prediction prediction, (string Code, Severity Severity, double Confidence)[] wrong, int low)
    {
        _healthy++;
        _lowHealthy += low;
        _advised += prediction.RootCauses.Count > 0 || prediction.Actions.Count > 0 ? 1 : 0;
        _flagged += wrong.Length > 0 ? 1 : 0;
        _decoys += run.IsDecoy ? 1 : 0;
        _decoysFlagged += run.IsDecoy && wrong.Length > 0 ? 1 : 0;
        _flaggedHigh += wrong.Any(f => f.Severity == Severity.High) ? 1 : 0;
    }

    private static double Share(int part, int whole) => Math.Round(part / Math.Max(1.0, whole), 3);

    /// <summary>Wilson's 95 % interval of a share.</summary>
    private static (double Low, double High) Wilson(int part, int whole)
    {
        const double z = 1.96;
        if (whole == 0) return (0, 1);
        double share = (double)part / whole, scale = 1 + (z * z / whole), middle = share + (z * z / 2 / whole);
        double half = z * Math.Sqrt((share * (1 - share) / whole) + (z * z / 4 / whole / whole));
        return ((middle - half) / scale, (middle + half) / scale);
    }

    private static double Mean(List<double> values) => values.Count == 0 ? 0 : Math.Round(values.Sum() / values.Count, 3);
}
