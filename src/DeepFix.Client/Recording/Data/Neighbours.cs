namespace DeepFix.Client.Recording;

/// <summary>How often a row's nearest neighbours carry another label: what mixed-up labels raise.</summary>
internal static class Neighbours
{
    private const int MostRows = 1000;
    private const int FewestRows = 50;
    private const int Nearest = 5;

    /// <summary>Share of rows whose label is not the commonest among their five nearest neighbours, inputs standardised; null where there are too few rows, no classes, or no time.</summary>
    public static double? Disagreement(IReadOnlyList<(float[] Inputs, int? Label, double? Target)> sample, Func<bool> mayGoOn)
    {
        (float[] Inputs, int Label)[] rows = [.. sample.Where(s => s.Label is not null && s.Inputs.Length > 0).Take(MostRows).Select(s => (s.Inputs, s.Label!.Value))];
        if (rows.Length < FewestRows || Array.Exists(rows, r => r.Inputs.Length != rows[0].Inputs.Length)) return null;
        float[][] scaled = Standardised(rows);
        int other = 0;
        var distances = new (float Distance, int Label)[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!mayGoOn()) return null;
            for (int j = 0; j < rows.Length; j++) distances[j] = (j == i ? float.PositiveInfinity : Distance(scaled[i], scaled[j]), rows[j].Label);
            Array.Sort(distances, static (a, b) => a.Distance.CompareTo(b.Distance));
            int said = distances.Take(Nearest).GroupBy(d => d.Label).OrderByDescending(g => g.Count()).ThenBy(g => g.Min(d => d.Distance)).First().Key;
            if (said != rows[i].Label) other++;
        }

        return other / (double)rows.Length;
    }

    private static float[][] Standardised((float[] Inputs, int Label)[] rows)
    {
        int width = rows[0].Inputs.Length;
        float[][] scaled = [.. rows.Select(_ => new float[width])];
        for (int f = 0; f < width; f++)
        {
            var moments = new RunningMoments();
            foreach ((float[] inputs, _) in rows)
                if (float.IsFinite(inputs[f])) moments.Add(inputs[f]);
            float mean = (float)moments.Mean, deviation = moments.Deviation > 0 ? (float)moments.Deviation : 1;
            for (int i = 0; i < rows.Length; i++) scaled[i][f] = float.IsFinite(rows[i].Inputs[f]) ? (rows[i].Inputs[f] - mean) / deviation : 0;
        }

        return scaled;
    }

    private static float Distance(float[] a, float[] b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            float d = a[i] - b[i];
            sum += d * d;
        }

        return sum;
    }
}
