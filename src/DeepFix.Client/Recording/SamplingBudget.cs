using System.Diagnostics;

namespace DeepFix.Client.Recording;

/// <summary>Decides which steps are looked at closely, so that looking takes no more than a share of the time: after a look that took a while, the next waits until that while is the share.</summary>
/// <param name="share">Share of the time, 0 to 1.</param>
internal sealed class SamplingBudget(double share)
{
    private long _next;

    /// <summary>Steps that asked.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps that were looked at.</summary>
    public long Looks { get; private set; }

    /// <summary>Whether a step at this moment is to be looked at.</summary>
    /// <param name="now">A timestamp of <see cref="Stopwatch"/>.</param>
    public bool IsDue(long now)
    {
        Steps++;
        return now >= _next;
    }

    /// <summary>More time went into a look that is over.</summary>
    /// <param name="ticks">Ticks of <see cref="Stopwatch"/>.</param>
    public void Add(long ticks) => _next += (long)(ticks / share);

    /// <summary>A look is over.</summary>
    /// <param name="began">When it began.</param>
    /// <param name="ended">When it ended.</param>
    public void Looked(long began, long ended)
    {
        Looks++;
        _next = ended + (long)((ended - began) / share);
    }
}
