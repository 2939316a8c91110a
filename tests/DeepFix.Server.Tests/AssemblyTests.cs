namespace DeepFix.Server.Tests;
