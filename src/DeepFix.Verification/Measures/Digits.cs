namespace DeepFix.Verification.Measures;

/// <summary>Agreement of a rounded number with an exact one.</summary>
internal static class Digits
{
    // Two ways of summing the same numbers may part in their last bits, and with them at the border between two roundings.
    private const double Bits = 1e-9;

    /// <summary>Whether a number, rounded to some significant digits, may be the stated one.</summary>
    public static bool Agree(double stated, double exact, int digits = 6)
    {
        if (stated == exact || (double.IsNaN(stated) && double.IsNaN(exact))) return true;
        if (!double.IsFinite(stated) || !double.IsFinite(exact) || exact == 0) return false;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(exact))) - digits + 1);
        return Math.Abs(stated - exact) <= (unit / 2) + (Math.Abs(exact) * Bits);
    }
}
