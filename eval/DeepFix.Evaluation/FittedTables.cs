using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Everything that is fitted on labelled runs, in the order in which one needs the other: what remedies bring depends on what is named.</summary>
internal sealed record FittedTables(CasebookEntry[] Casebook, CalibrationEntry[] Calibration, DifferentialEntry[] Differential)
{
    /// <summary>The engine with these tables.</summary>
    public EngineParameters Parameters => EngineParameters.Default with
    {
        Casebook = new Casebook(Casebook),
        Calibration = new Calibration(Calibration),
        Differential = new Differential(Differential),
    };

    /// <summary>Fits all tables.</summary>
    public static FittedTables On(IReadOnlyList<JudgedRun> runs)
    {
        CalibrationEntry[] calibration = CalibrationFit.Fit(runs);
        DifferentialEntry[] differential = DifferentialFit.Fit(runs);
        var naming = new Naming(new Calibration(calibration), new Differential(differential));
        return new FittedTables(CasebookFit.Fit([.. runs.Select(r => r.Run)], [.. runs.Select(naming.Of)]), calibration, differential);
    }
}
